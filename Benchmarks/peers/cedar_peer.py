"""cedarpy, in the form that suits it best: one policy, permissions as ancestors of roles, the resource is the permission.

`batch` asks in batches of 1,000; `core` is the same by Cedar's own timer, without what it takes to get there from Python.
Usage: cedar_peer.py FOLDER
"""

import json
import sys
from importlib.metadata import version

import cedarpy
from cedarpy import _internal

from worker import checks, rows, serve

BATCH = 1_000
POLICY = "permit(principal, action, resource) when { principal in resource };"

(folder,) = sys.argv[1:]
user_roles, role_permissions = rows(folder, "user_roles"), rows(folder, "role_permissions")


def entity(kind, name):
    return {"type": kind, "id": name}


def described(uid, parents):
    return {"uid": uid, "attrs": {}, "parents": parents}


requests = [
    {"principal": entity("User", user), "action": entity("Action", action),
     "resource": entity("Permission", f"{resource}:{action}")}
    for user, resource, action in checks(folder)
]


def entities():
    roles, permissions = {}, {}
    for user, role in user_roles:
        roles.setdefault(user, []).append(entity("Role", role))
    for role, resource, action in role_permissions:
        permissions.setdefault(role, []).append(entity("Permission", f"{resource}:{action}"))
    named = {permission["id"] for granted in permissions.values() for permission in granted}
    named |= {request["resource"]["id"] for request in requests}
    return ([described(entity("User", user), parents) for user, parents in roles.items()]
            + [described(entity("Role", role), parents) for role, parents in permissions.items()]
            + [described(entity("Permission", name), []) for name in sorted(named)])


def set_up():
    policies = cedarpy.PolicySet.from_str(POLICY)
    known = cedarpy.Entities.from_json_str(json.dumps(entities()))
    return policies, known


def replies(engine, count):
    policies, known = engine
    found = []
    # The call beneath the documented one, which would add two objects a reply.
    for start in range(0, count, BATCH):
        found += _internal.is_authorized_batch(
            requests[start:min(start + BATCH, count)], policies, known._inner, None, False)
    return [json.loads(reply) for reply in found]


def ask(engine, count):
    return [reply["decision"] == "Allow" for reply in replies(engine, count)]


def ask_core(engine, count):
    found = replies(engine, count)
    microseconds = [reply["metrics"]["authz_duration_micros"] for reply in found]
    return [reply["decision"] == "Allow" for reply in found], sum(microseconds) / count * 1_000


serve(version("cedarpy"), set_up, {"batch": (ask, len(requests)), "core": (ask_core, len(requests))})
