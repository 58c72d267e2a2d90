import sys
from pathlib import Path

# The typesetter stands beside the tests.
sys.path.append(str(Path(__file__).parent))
