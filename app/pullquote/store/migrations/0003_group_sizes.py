"""The documents list counts the members of a group: an index finds them.

A frozen script: the index is the one in the record beside it.
"""

from pullquote.store.sql.database import Database


def up(_migrator: object, db: Database) -> None:
    db.run('CREATE INDEX "document_group_grp" ON "document_group" (grp)')
