# Two stages: the first installs from the hash-pinned lock, the second holds only what runs.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --no-deps --require-hashes -r requirements.lock
COPY bot /app/bot
COPY cogs /app/cogs
RUN /venv/bin/python -m compileall -q /app

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin minstrel \
    && install -d -o minstrel -g minstrel /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# The file system may be read-only: the database is on /data, songs on their way to Discord pass through /tmp.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/minstrel.db HTTP_HOST=0.0.0.0 HTTP_PORT=8080
USER minstrel
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['HTTP_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
