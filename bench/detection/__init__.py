"""The detection benchmark: is the promise about false alarms kept, and what is seen within it?

Run by ``make bench-detection``. One module for each data set holds its protocol (``tep_ext_dev``,
``tep_braatz``, ``batadal``, ``gecco``, ``asd``, ``skab``); ``rules`` are the trivial and classical
detectors beside ours (``ours``), ``limits`` sets their limits from normal data alone, ``alarms``,
``scores``, ``nab`` and ``volume`` score what they did. The recorded data are not part of the project;
without their folder a protocol is left out, with a word.
"""
