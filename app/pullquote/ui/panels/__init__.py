"""The side panel: labels, copies and history of what stands in the reader."""
