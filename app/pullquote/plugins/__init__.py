"""What other programs suggest: their answers in plain form, and plug-ins, each in a process of its
own, that give them.
"""
