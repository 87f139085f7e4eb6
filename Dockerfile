# The packages are put together in an image of their own: what only their installation needs stays behind.
FROM python:3.12-slim AS packages

WORKDIR /opt
COPY requirements.txt ./
# The packages' own tests are never run here, and they are a tenth of the whole.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv install --no-cache-dir --disable-pip-version-check -r requirements.txt \
    && find /opt/venv -type d -name tests -prune -exec rm -rf {} +

FROM python:3.12-slim

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8050

WORKDIR /srv/app
COPY --from=packages /opt/venv /opt/venv
COPY app.py gunicorn.conf.py ./
COPY minimal_model ./minimal_model
COPY assets ./assets

# A number that no user of the host is likely to have, and that needs no entry in a list of users.
USER 10001:10001
EXPOSE 8050

# http.client, since it goes through no proxy, whatever the environment says.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-ISc", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

CMD ["gunicorn", "-c", "gunicorn.conf.py", "app:server"]
