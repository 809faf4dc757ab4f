"""Asks Cedar what the trial asked Roster: worlds with users, groups and roles come in, one a line, as JSON.

Groups are parents of their members, scopes of those below them, included roles of those that include them. Every grant is a
policy, and every assignment to a user or a group is an alternative in it. So Cedar finds out who is in which group, which role
includes which and what lies below which scope; nothing of that is computed here. Cedar allows no circles, so roles of a company
that include each other, and grant the same therefore, are one entity there.
"""

import json
import sys
from itertools import islice
from multiprocessing import Pool

from cedarpy import Entities, PolicySet, _internal


def quoted(kind, name):
    return f"{kind}::{json.dumps(name)}"


def described(kind, name, parents=(), **attributes):
    return {"uid": {"type": kind, "id": name}, "attrs": attributes,
            "parents": [{"type": parent_kind, "id": parent} for parent_kind, parent in parents]}


def path_above(path):
    """`/a/1` for `/a/1/b/2`; the company for `/a/1`."""
    return path.rsplit("/", 2)[0] or "/"


def with_paths_above(paths):
    known = {"/"}
    for path in paths:
        while path not in known:
            known.add(path)
            path = path_above(path)
    return known


def with_circles_merged(world):
    """The same world in which the first of the roles that include each other stands for all of them."""
    includes = {role["id"]: set(role["includes"]) for role in world["roles"]}
    below = {role: below_role(role, includes) for role in includes}

    def name(role):
        return min((other for other in below.get(role, ()) if role in below.get(other, ())), default=role)

    for role in world["roles"]:
        role["id"], above = name(role["id"]), role["id"]
        role["includes"] = sorted({name(other) for other in includes[above]} - {role["id"]})
    for holder in world["users"] + world["groups"]:
        for held in holder["roles"]:
            held["role"] = name(held["role"])
    world["permissions"] = {permission: renamed(rule, name) for permission, rule in world["permissions"].items()}
    return world


def below_role(role, includes):
    """The roles that a role includes, directly or through others: itself only where it is in a circle."""
    found, waiting = set(), list(includes[role])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting += includes.get(other, ())
    return found


def renamed(rule, name):
    if rule is None:
        return None
    ((kind, parts),) = rule.items()
    return {kind: name(parts) if kind == "role" else [renamed(part, name) for part in parts]}


def held_scopes(world):
    return [held["scope"] for holder in world["users"] + world["groups"] for held in holder["roles"]]


def entities(world):
    paths = with_paths_above(world["scopes"] + held_scopes(world))
    return ([described("Scope", path, [("Scope", path_above(path))] if path != "/" else []) for path in sorted(paths)]
            + [described("Role", role, [("Role", included) for included in sorted(includes)])
               for role, includes in included_roles(world).items()]
            + [described("Group", group["id"], isDeleted=group["isDeleted"]) for group in world["groups"]]
            + [described("User", user["id"], [("Group", group) for group in user["groups"]],
                         isActive=user["isActive"], isGuest=user["isGuest"]) for user in world["users"]])


def included_roles(world):
    included = {}
    for role in world["roles"]:
        included.setdefault(role["id"], set()).update(role["includes"])
    return included


def moment(held):
    tests = []
    if held.get("from") is not None:
        tests.append(f"context.now >= {held['from']}")
    if held.get("until") is not None:
        tests.append(f"context.now < {held['until']}")
    return "".join(f" && {test}" for test in ["context has now", *tests]) if tests else ""


def assignments(world):
    """Who holds which role where and when, each with a hole for the role that is asked for."""
    holders = [(f"principal == {quoted('User', user['id'])}", user) for user in world["users"]]
    holders += [(f"principal in {quoted('Group', group['id'])} && !{quoted('Group', group['id'])}.isDeleted", group)
                for group in world["groups"]]
    return [f"({who} && {quoted('Role', held['role'])} in HOLE && resource in {quoted('Scope', held['scope'])}{moment(held)})"
            for who, holder in holders for held in holder["roles"]]


def implicit_holdings(world):
    tests = {"members": "!principal.isGuest", "everyone": "true"}
    return [f"({tests[role['heldImplicitlyBy']]} && {quoted('Role', role['id'])} in HOLE)"
            for role in world["roles"] if role["heldImplicitlyBy"] in tests]


def ruled(rule, holds):
    if rule is None:
        return "true"
    ((kind, parts),) = rule.items()
    if kind == "role":
        return holds(parts)
    joined, none = (" && ", "true") if kind == "allOf" else (" || ", "false")
    return "(" + (joined.join(ruled(part, holds) for part in parts) or none) + ")"


def policies(world):
    known = {role["id"] for role in world["roles"]}
    alternatives = " || ".join(assignments(world) + implicit_holdings(world)) or "false"

    def holds(role):
        return "(" + alternatives.replace("HOLE", quoted("Role", role)) + ")" if role in known else "false"

    return "\n".join(
        f"permit(principal, action == {quoted('Action', grant['permission'])}, resource) when {{"
        f" principal has isActive && principal.isActive && context.conditions.containsAll({json.dumps(grant['conditions'])})"
        f" && {holds(role['id'])} && {ruled(world['permissions'].get(grant['permission']), holds)} }};"
        for role in world["roles"] for grant in role["grants"])


contexts = {}


def context(question):
    key = (*question["conditions"], question.get("now"))
    if key not in contexts:
        stated = {"conditions": question["conditions"]}
        if question.get("now") is not None:
            stated["now"] = question["now"]
        contexts[key] = json.dumps(stated)
    return contexts[key]


def request(question):
    return {"principal": {"type": "User", "id": question["user"]},
            "action": {"type": "Action", "id": question["permission"]},
            "resource": {"type": "Scope", "id": question["scope"]}, "context": context(question)}


def answers(world):
    known = Entities.from_json_str(json.dumps(entities(world)))
    # The call beneath the documented one, which would make two objects a reply.
    replies = _internal.is_authorized_batch(
        [request(question) for question in world["questions"]], PolicySet.from_str(policies(world)), known._inner, None,
        False)
    return [json.loads(reply) for reply in replies]


def counted(line):
    """How many decisions there were, how many were allowed, and how many of those need a group; or what is wrong."""
    world = with_circles_merged(json.loads(line))
    questions = world["questions"]
    for question, reply in zip(questions, answers(world), strict=True):
        errors = reply["diagnostics"].get("errors")
        if errors or (reply["decision"] == "Allow") != question["isAllowed"]:
            del world["questions"]
            return f"Cedar says {reply['decision']} {errors}, Roster otherwise: {question}\n{world}"
    return (1, len(questions), sum(question["isAllowed"] for question in questions),
            sum(question["needsGroup"] for question in questions))


def main():
    sums = (0, 0, 0, 0)
    with Pool() as pool:
        while lines := list(islice(sys.stdin, 256)):
            for found in pool.map(counted, lines):
                if isinstance(found, str):
                    sys.exit(found)
                sums = tuple(map(sum, zip(sums, found)))
    worlds, decisions, allowed, through_groups = sums
    if not through_groups:
        sys.exit("no decision needed a group")
    print(f"Cedar agrees with {decisions} decisions in {worlds} worlds: "
          f"{allowed} are allowed, {through_groups} of them only through a group")


if __name__ == "__main__":
    main()
