"""pycasbin: `roles` is the matcher of its RBAC documentation, `graph` makes permissions nodes of the role graph.

Usage: casbin_peer.py roles|graph FOLDER
"""

import logging
import sys
import time
from importlib.metadata import version

import casbin
from casbin.model import Model
from casbin.persist.adapters import FileAdapter

from worker import checks, rows, serve

form, folder = sys.argv[1:]
is_graph = form == "graph"
logging.disable(logging.CRITICAL)

MODEL = """
[request_definition]
r = {request}
[policy_definition]
p = {request}
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = {matcher}
"""
if is_graph:
    text = MODEL.format(request="sub, perm", matcher="g(r.sub, r.perm)")
else:
    text = MODEL.format(
        request="sub, obj, act", matcher="g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act")

questions = [(user, f"{resource}:{action}") if is_graph else (user, resource, action)
             for user, resource, action in checks(folder)]


def policy_lines():
    """The policy as its documentation has it in a file; adding it call by call takes minutes."""
    for role, resource, action in rows(folder, "role_permissions"):
        yield f"g, {role}, {resource}:{action}" if is_graph else f"p, {role}, {resource}, {action}"
    for user, role in rows(folder, "user_roles"):
        yield f"g, {user}, {role}"


policy_file = f"{folder}/casbin_{form}.csv"
with open(policy_file, "w", encoding="ascii") as file:
    file.writelines(line + "\n" for line in policy_lines())


def set_up():
    model = Model()
    model.load_model_from_text(text)
    return casbin.Enforcer(model, FileAdapter(policy_file))


def ask(enforcer, count):
    return [enforcer.enforce(*question) for question in questions[:count]]


def count_for_half_a_second(enforcer):
    """As many checks as fit, at least four; the documented matcher looks at every policy, which may take long."""
    begun = time.perf_counter()
    ask(enforcer, 2)
    return max(4, min(len(questions), int(0.5 * 2 / (time.perf_counter() - begun))))


serve(version("pycasbin"), set_up, {form: (ask, count_for_half_a_second)})
