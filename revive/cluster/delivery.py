"""A clip that came back: signed with the keys of this computer, and moved into place, whole or not at all.

It is done once for each brief, in the process that asked for the clip, however often machines began it.
"""

from __future__ import annotations

import dataclasses

from revive.brief import Brief
from revive.cluster.files import drop, take
from revive.cluster.order import Outcome, out_name
from revive.consent import keep_consent
from revive.core.disk import disk_watched
from revive.core.scratch import scratch_folder
from revive.people import find_person
from revive.provenance import Ingredient, sign
from revive.takes.take import ENDING
from revive.work import Made


@disk_watched()
def deliver(outcome: Outcome, brief: Brief) -> Made:
    """Put the clip, its captions and its job file where `brief` wants them; the clip comes last.

    Raises
    ------
    UserError : they cannot be written or signed, the disk is full
    """
    made, unsigned, out = outcome.made, outcome.unsigned, brief.out
    if made is None or unsigned is None:
        raise ValueError("there is no clip to deliver")
    # the worker has read what the photograph says of itself, which takes longer than to sign
    photo = Ingredient(brief.photo, unsigned.history) if brief.photo else None
    with scratch_folder(out.parent) as hidden:
        for name, content in outcome.files.items():
            take(content, hidden / name)
        come = hidden / out_name(brief)
        sign(come, unsigned.made, ingredient=photo)
        captions = tuple(out.with_suffix(path.suffix) for path in made.clip.captions)
        for written, caption in zip(made.clip.captions, captions, strict=True):
            (hidden / written.name).replace(caption)
        job = out.with_suffix(".job.json")
        brief.save(job)
        out.with_suffix(ENDING).unlink(missing_ok=True)  # that of a clip which this one replaces; no take comes back
        come.replace(out)
        for content in outcome.files.values():
            drop(content)
    if brief.person.strip():
        keep_consent(find_person(brief.person).name, brief.stated)
    clip = dataclasses.replace(made.clip, out=out, captions=captions)
    return dataclasses.replace(made, clip=clip, brief=brief, job=job)
