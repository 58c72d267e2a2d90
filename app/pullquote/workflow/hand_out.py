"""Hand-outs: new project files, each with the documents of one annotator and nothing of others.

A hand-out is written from values, never a copy with rows removed. It is the same project (the same
project uid, document uids and texts), and says in its row `project` which hand-out of which
annotator it is (`handout_uid`, `handout_annotator`: uids).

How the original knows what came back, for each (annotator, document):

- The work of an annotator in a document is their annotations, relations, state and rejections
  there. The operations that changed it, oldest first, are read by `Project.work_operations`.
- All that a hand-out begins with was written by the first operation of its journal, a barrier,
  whose uid is the uid of the hand-out: the row `handout` of the original has the same.
- `handout.documents` in the original has of each document `uid`, `text` (its SHA-256) and `head`:
  the last operation of the original that changed this annotator's work there, "" for none. So the
  hand-out knows the work up to `head`, though that operation is not in its journal.
- The head of a file is the uid of the last operation that changed the work, undos included. Where
  an operation and its undo follow one another in the original they cancel out, so that a collect
  that was undone can be done again (`heads.settled`).
- Known here: the head of the hand-out is its own uid (nothing was done), or an operation that was
  collected before. Ours known there: our head is the `head` of the hand-out's row, or, where the
  last change here was a collect, the head that was collected is among the operations there.
"""
