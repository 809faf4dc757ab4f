"""SQLite through Python's own module, for machines without its headers. `join` joins users' roles with roles' permissions,
`flat` keeps what each user may do in a table of its own.

Usage: sqlite_peer.py join|flat FOLDER
"""

import sqlite3
import sys

from worker import checks, rows, serve

form, folder = sys.argv[1:]
user_roles, role_permissions = rows(folder, "user_roles"), rows(folder, "role_permissions")
questions = checks(folder)
QUERIES = {
    "join": "select 1 from user_role join role_permission using (role)"
            " where user = ?1 and resource = ?2 and action = ?3 limit 1",
    "flat": "select 1 from user_permission where user = ?1 and resource = ?2 and action = ?3",
}


def set_up():
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("create table user_role (user text, role text, primary key (user, role)) without rowid")
    database.execute("create table role_permission (role text, resource text, action text,"
                     " primary key (role, resource, action)) without rowid")
    database.execute("begin")
    database.executemany("insert into user_role values (?, ?)", user_roles)
    database.executemany("insert into role_permission values (?, ?, ?)", role_permissions)
    database.execute("commit")
    if form == "flat":
        database.execute("create table user_permission (user text, resource text, action text,"
                         " primary key (user, resource, action)) without rowid")
        database.execute("insert or ignore into user_permission select user, resource, action"
                         " from user_role join role_permission using (role)")
    database.execute("analyze")
    return database


def ask(database, count):
    query = QUERIES[form]
    return [database.execute(query, question).fetchone() is not None for question in questions[:count]]


serve(sqlite3.sqlite_version, set_up, {form: (ask, len(questions))}, note="through Python, its headers are missing")
