FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8050

WORKDIR /srv/app
RUN useradd --system --no-create-home --shell /usr/sbin/nologin explorer

# The packages come first: their layer is built again only when the requirements change.
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

COPY app.py gunicorn.conf.py ./
COPY minimal_model ./minimal_model
COPY assets ./assets

USER explorer
EXPOSE 8050

# The empty proxy handler keeps the request inside the container where a proxy is set for it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os; from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]

CMD ["gunicorn", "-c", "gunicorn.conf.py", "app:server"]
