import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from cabinet_rgpd.history.together import Together

class Migration(migrations.Migration):

    replaces = [
        ("history", "0001_initial"),
        ("history", "0002_proof_exports"),
        ("history", "0003_anchors_and_inspections"),
        ("history", "0004_removals"),
    ]

    initial = True

    dependencies = [
        ('structures', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'db_table': 'history_door',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=36)),
                ('act', models.CharField(max_length=64)),
                ('obj', models.CharField(max_length=100)),
                ('ver', models.PositiveIntegerField()),
                ('prev', models.CharField(max_length=64)),
                ('pay', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('structure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='structures.structure')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('structure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='structures.structure')),
                ('asked_at', models.DateTimeField(null=True)),
                ('read', models.PositiveBigIntegerField(default=0)),
                ('at', models.DateTimeField(null=True)),
                ('entries', models.PositiveBigIntegerField(default=0)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('faults', models.JSONField(default=list)),
                ('fault_count', models.PositiveBigIntegerField(default=0)),
                ('removed', models.PositiveBigIntegerField(default=0)),
                ('milliseconds', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('text', models.BinaryField()),
                ('token', models.BinaryField()),
                ('leaves', models.JSONField()),
                ('stamped_at', models.DateTimeField()),
                ('is_qualified', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'history_stamp',
            },
        ),
        migrations.CreateModel(
            name='StampTrouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
            ],
            options={
                'db_table': 'history_stamp_trouble',
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('made_on', models.DateField(verbose_name='faite le')),
                ('entries', models.PositiveBigIntegerField(verbose_name='nombre d’écritures')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'preuve',
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('location', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='structures.structure')),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalAnchor',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('day', models.DateField(verbose_name='jour')),
                ('seq', models.PositiveBigIntegerField(verbose_name='position couverte')),
                ('hash', models.CharField(max_length=64, verbose_name='empreinte couverte')),
                ('index', models.PositiveIntegerField(verbose_name='rang dans l’arbre')),
                ('size', models.PositiveIntegerField(verbose_name='taille de l’arbre')),
                ('path', models.JSONField(blank=True, default=list, verbose_name='chemin')),
                ('root', models.CharField(max_length=64, verbose_name='racine')),
                ('token_sha256', models.CharField(max_length=64, verbose_name='empreinte du jeton')),
                ('stamped_at', models.DateTimeField(verbose_name='horodaté le')),
                ('is_qualified', models.BooleanField(default=False, verbose_name='horodatage qualifié')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical horodatage',
                'verbose_name_plural': 'historical horodatages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalExport',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('made_on', models.DateField(verbose_name='faite le')),
                ('entries', models.PositiveBigIntegerField(verbose_name='nombre d’écritures')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical preuve',
                'verbose_name_plural': 'historical preuves',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRedaction',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('second', models.UUIDField(blank=True, null=True, verbose_name='confirmé par')),
                ('seqs', models.JSONField(blank=True, default=list, verbose_name='positions')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical retrait d’un texte',
                'verbose_name_plural': 'historical retrait d’un textes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRestoration',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('lost_from', models.PositiveBigIntegerField(verbose_name='première position perdue')),
                ('lost_head_seq', models.PositiveBigIntegerField(verbose_name='dernière position perdue')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical restauration',
                'verbose_name_plural': 'historical restaurations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('second', models.UUIDField(blank=True, null=True, verbose_name='confirmé par')),
                ('seqs', models.JSONField(blank=True, default=list, verbose_name='positions')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'retrait d’un texte',
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='RemovalRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(max_length=300)),
                ('files', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('asked', 'À confirmer'), ('done', 'Retiré'), ('withdrawn', 'Abandonné')], default='asked', max_length=9)),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'db_table': 'history_removal_request',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='Restoration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('lost_from', models.PositiveBigIntegerField(verbose_name='première position perdue')),
                ('lost_head_seq', models.PositiveBigIntegerField(verbose_name='dernière position perdue')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'restauration',
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('day', models.DateField(verbose_name='jour')),
                ('seq', models.PositiveBigIntegerField(verbose_name='position couverte')),
                ('hash', models.CharField(max_length=64, verbose_name='empreinte couverte')),
                ('index', models.PositiveIntegerField(verbose_name='rang dans l’arbre')),
                ('size', models.PositiveIntegerField(verbose_name='taille de l’arbre')),
                ('path', models.JSONField(blank=True, default=list, verbose_name='chemin')),
                ('root', models.CharField(max_length=64, verbose_name='racine')),
                ('token_sha256', models.CharField(max_length=64, verbose_name='empreinte du jeton')),
                ('stamped_at', models.DateTimeField(verbose_name='horodaté le')),
                ('is_qualified', models.BooleanField(default=False, verbose_name='horodatage qualifié')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'horodatage',
                'ordering': ['-day'],
                'base_manager_name': None,
                'constraints': [models.UniqueConstraint(fields=('structure', 'day'), name='anchor_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payload', serialize=False, to='history.entry')),
                ('body', models.TextField(null=True)),
                ('salt', models.CharField(max_length=64, null=True)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'db_table': 'ledger_payload',
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('structure', 'seq'), name='entry_seq_without_fork'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('structure', 'obj', 'ver'), name='entry_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='formkey',
            constraint=models.UniqueConstraint(fields=('structure', 'key'), name='form_key_used_once'),
        ),
    ])]
