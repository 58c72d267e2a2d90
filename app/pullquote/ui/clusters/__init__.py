"""The room Clusters: what is repeated in the corpus, and copies that are labelled differently."""
