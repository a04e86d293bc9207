# The self-hosted image: the same entry point as `make run`, as a user of its own, data under /data.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/data BIND=0.0.0.0:8000
WORKDIR /app

COPY deploy/install-system deploy/install-system
RUN deploy/install-system libpangoft2-1.0-0 libharfbuzz-subset0 && rm -rf /var/lib/apt/lists/*

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock

COPY . .
RUN useradd --system --uid 10001 --no-create-home cabinet && install -d -o cabinet -g cabinet -m 700 /data
USER cabinet
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "manage.py", "serve"]
