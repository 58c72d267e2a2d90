"""The register of speakers: what it holds, who in it may be one, and what changes it."""
