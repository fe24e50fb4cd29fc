"""Clips made on the machines of a Ray cluster: each clip is one task of Ray.

    with RayWorkers("ray://head:10001") as workers:
        made = workers.submit(brief).result()

connection  reaching a cluster, and what is said where there is none
files       how files travel: in Ray's object store, or by a folder that all machines share
order       what travels: the settings and files of a clip there, the finished files back
task        what a worker does; the only part that runs on other machines
reports     how far the clips are, gathered from all machines
delivery    on this computer again: the clip is signed with its keys and moved into place
workers     `RayWorkers`, see `revive.work.Workers`

Ray brings the order to a machine that has room, makes a clip again whose machine was lost, and carries files. Nothing
of a clip stays on the other machines, and no key for signing ever gets there. Ray is an extra (requirements-ray.txt)
and is imported when a cluster is asked for.
"""

from revive.cluster.workers import RayWorkers

__all__ = ["RayWorkers"]
