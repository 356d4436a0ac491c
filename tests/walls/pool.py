"""A process of its own: many threads share two pooled connections and enter organisations at random.

`python -m tests.walls.pool REQUESTS SEED` prints {"requests": …, "leaks": …, "exceptions": …} as JSON.
"""

import json
import os
import random
import sys
import threading
from collections import Counter

import django
from django.conf import settings

THREADS, CONNECTIONS = 8, 2
EXCEPTIONS = 0.1
OUTSIDE = 0.1

type Organisations = list[str]


class Stumble(Exception):
    """A request that fails half-way."""


def one_request(organisations: Organisations, chance: random.Random, counts: Counter[str]) -> None:
    """As a request does it: a connection of the pool, a context, a look, perhaps an error, and back."""
    from django.db import connection, transaction

    from assessments.models import organisation_context

    ours = chance.choice(organisations)
    try:
        if chance.random() < OUTSIDE:
            with transaction.atomic():
                counts["leaks"] += len(seen(connection))
            return
        with organisation_context(ours):  # type: ignore[arg-type]  # psycopg takes text as well
            counts["leaks"] += seen(connection) != {ours}
            if chance.random() < EXCEPTIONS:
                raise Stumble
    except Stumble:
        counts["exceptions"] += 1
    finally:
        counts["requests"] += 1
        connection.close()


def seen(connection) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id::text FROM assessments_actor")
        return {row[0] for row in cursor.fetchall()}


def main(requests: int, seed: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    pool = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 60}
    settings.DATABASES["default"]["OPTIONS"]["pool"] = pool
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    django.setup()
    from assessments.models import Organisation

    organisations = [str(pk) for pk in Organisation.objects.values_list("pk", flat=True)]
    counts: list[Counter[str]] = [Counter() for _ in range(THREADS)]

    def work(number: int) -> None:
        chance = random.Random(seed + number)
        for _ in range(requests // THREADS):
            one_request(organisations, chance, counts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(sum(counts, Counter())))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
