# SPDX-License-Identifier: MIT
"""What schemathesis must know of this house beside its contract. TOKEN: the session of who asks; OWN_ID: that user's."""
import os
import re
import uuid

import schemathesis

KEY = re.compile(r'^([A-Za-z0-9_.:-]{8,64}|"[A-Za-z0-9_.:-]{8,64}")$')
NOBODY = 999_999


@schemathesis.auth()
class Session:
    def get(self, case, context):
        return os.environ["TOKEN"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    # A key is for one thing that is to be done: the same one for two things is 422, as it has to be.
    if KEY.match(str(case.headers.get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    # Who blocks itself, or gives itself another password, is signed out: all that follows would be 401.
    if case.path.startswith("/admin/users/") and str(case.path_parameters.get("id")) == os.environ["OWN_ID"]:
        case.path_parameters["id"] = NOBODY
