# syntax=docker/dockerfile:1
# The production image: style sheet and packages are built aside; no development tool reaches it.

FROM node:24-trixie-slim AS css
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend ./
RUN node build.mjs

FROM python:3.13-slim-trixie AS packages
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/uv
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-default-groups

FROM packages AS site
RUN uv sync --locked --no-default-groups --group translations
COPY . .
COPY --from=css /app/static/build static/build
RUN .venv/bin/python -m babel.messages.frontend compile --directory locale --domain django \
    && .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-trixie
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home toets
WORKDIR /app
COPY . .
COPY --from=packages /app/.venv .venv
COPY --from=site /app/build build
COPY --from=site /app/static static
COPY --from=site /app/locale locale
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
