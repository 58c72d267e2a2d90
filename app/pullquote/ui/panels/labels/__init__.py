"""The Labels page of the side panel: what is chosen, over the tree of the document's labels."""
