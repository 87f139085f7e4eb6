# The packages are put together in an image of their own: what only their installation needs stays behind.
FROM python:3.12-slim AS packages

WORKDIR /opt
COPY requirements.txt ./
# The packages' own tests are never run here, and they are a tenth of the whole.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv install --no-cache-dir --disable-pip-version-check -r requirements.txt \
    && find /opt/venv -type d -name tests -prune -exec rm -rf {} +

# The small plotly.js comes by npm. Where that fails, the folder stays empty, and plotly's own is served.
FROM python:3.12-slim AS plotly

WORKDIR /opt
# Nothing of npm gets into the image, so that any version of it will do.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
COPY package.json ./
COPY scripts/plotly.sh ./scripts/
RUN mkdir node_modules && { scripts/plotly.sh || true; } \
    && find node_modules -type f ! -name plotly-cartesian.min.js -delete

FROM python:3.12-slim

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/opt/matplotlib \
    HOST=0.0.0.0 \
    PORT=8050

WORKDIR /srv/app
COPY --from=packages /opt/venv /opt/venv
COPY app.py gunicorn.conf.py ./
COPY minimal_model ./minimal_model
COPY assets ./assets
COPY --from=plotly /opt/node_modules ./node_modules
# The app packs its files when it is imported, and keeps them below build/, where each start finds them.
# The first figure for a paper finds its list of fonts (minimal_model/dashboard/exports/drawing.py).
RUN python -c "import app" && python -c "import matplotlib.font_manager"

# A number that no user of the host is likely to have, and that needs no entry in a list of users.
USER 10001:10001
EXPOSE 8050

# http.client, since it goes through no proxy, whatever the environment says.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-ISc", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

CMD ["gunicorn", "-c", "gunicorn.conf.py", "app:server"]
