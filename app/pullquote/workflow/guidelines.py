"""The guidelines of a project: written as one operation, and its codebook as a file."""

from dataclasses import replace
from pathlib import Path

from pullquote.errors import Problem
from pullquote.exchange.replacement import publish_file
from pullquote.model.guidelines import (
    GuidelinePlace,
    Guidelines,
    guidelines_of,
    write_guidelines,
)
from pullquote.model.schema import Schema, schema_hash
from pullquote.model.schema_file import parse_schema
from pullquote.store.project import Project


def explained_schema(project: Project) -> Schema:
    """The schema with all guidelines, also with those that an import put beside it."""
    schema = project.schema
    return schema if schema.guidelines else replace(schema, guidelines=project.guidelines)


def change_guidelines(project: Project, words: Guidelines, actor: int) -> bool:
    """Write these guidelines and no others; False where they are the same already.

    Raise SchemaError where the schema's TOML has no place for them.
    """
    toml = write_guidelines(project.schema_toml, words)
    if guidelines_of(parse_schema(toml)) == guidelines_of(explained_schema(project)):
        return False
    with project.operation("Guidelines changed", actor) as writer:
        writer.set_project(schema_toml=toml, guidelines_md="")
    return True


def codebook(project: Project, words: Guidelines | None = None) -> str:
    """Names, keys, colours and guidelines of all labels, the project's own unless others are given:
    a schema file, for a new project too.
    """
    said = guidelines_of(explained_schema(project)) if words is None else words
    return write_guidelines(project.schema_toml, said)


def write_codebook(project: Project, path: Path, words: Guidelines | None = None) -> None:
    """Raise CannotWriteFile."""
    publish_file(path, [codebook(project, words)])


def read_codebook(project: Project, path: Path) -> dict[GuidelinePlace, str]:
    """The guidelines of a codebook.

    Raise SchemaError, and Problem where its labels are not those of the project.
    """
    try:
        theirs = parse_schema(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error.reason
        said = "{path} cannot be read ({why}); a codebook is a TOML file in UTF-8."
        raise Problem(said, path=path, why=why or "unknown reason") from error
    if schema_hash(theirs) != schema_hash(project.schema):
        said = (
            "{path} has other labels than this project, which stays as it is; "
            "pullquote new --schema makes a new project with it."
        )
        raise Problem(said, path=path)
    return guidelines_of(theirs)
