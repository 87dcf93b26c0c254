"""The house's own small language for conditions over several tags: text, tree, instructions, answer.

Text becomes a tree (``parser``), a tree becomes instructions in an array (``program``), and a compiled kernel
works them off (``evaluate``). Nothing of it can do anything but read the present values of tags and the
condition of other alarms. For the people who write expressions: ``docs/expressions.md``.
"""
