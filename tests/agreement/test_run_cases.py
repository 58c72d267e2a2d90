import importlib.util
import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "cases" / "agreement.json"
spec = importlib.util.spec_from_file_location("run_cases", HERE / "run_cases.py")
run_cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run_cases)

PUBLISHED = list(run_cases.run(HERE / "cases.json"))


@pytest.mark.parametrize("result", PUBLISHED, ids=lambda result: result.id)
def test_published_numbers(result):
    assert result.verdict == "pass", result


@pytest.mark.skipif(not SHARED.exists(), reason="the full file of cases is not there")
def test_all_cases():
    results = list(run_cases.run(SHARED))
    assert len(results) >= 100
    assert [result for result in results if result.verdict == "fail"] == []
    left_out = {result.id for result in results if result.verdict == "not offered"}
    assert all(name.startswith(("gamma", "warrens2012:hubert", "set-labels")) for name in left_out)


CASE = {"id": "x", "input": [[0, 0], [0, 1], [1, 1]], "tolerance": 1e-9}


@pytest.mark.parametrize(
    ("case", "verdict", "code"),
    [
        ({"measure_key": "percent", "expected": 2 / 3}, "pass", 0),
        ({"measure_key": "percent", "expected": 0.6}, "fail", 1),
        ({"measure_key": "percent", "expected": None}, "fail", 1),
        ({"measure_key": "cohen", "input": [[0, 0]], "expected": None}, "pass", 0),
        ({"measure_key": "cohen", "input": [[0, 0]], "expected": 1.0}, "fail", 1),
        ({"measure_key": "cohen", "input": [[0, 0, 1]], "expected": 1.0}, "fail", 1),
        ({"measure_key": "gamma", "expected": 0.5}, "not offered", 0),
    ],
)
def test_the_verdict_and_the_exit_code(tmp_path, capsys, case, verdict, code):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [CASE | case]}), encoding="utf-8")
    assert run_cases.main([str(file)]) == code
    shown, counts = capsys.readouterr().out.splitlines()
    assert shown.startswith("x\t")
    assert shown.endswith(verdict)
    assert counts == f"1 cases: 1 {verdict}"
