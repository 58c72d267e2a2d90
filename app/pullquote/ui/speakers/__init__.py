"""The room Speakers: the register, where each one speaks, and who in it may be one."""
