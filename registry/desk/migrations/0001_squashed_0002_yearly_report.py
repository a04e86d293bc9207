import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from cabinet_rgpd.history.together import Together

class Migration(migrations.Migration):

    replaces = [
        ("desk", "0001_desk"),
        ("desk", "0002_yearly_report"),
    ]

    initial = True

    dependencies = [
        ('structures', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('structure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='structures.structure')),
                ('seq', models.PositiveBigIntegerField()),
                ('read_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('words', models.TextField()),
                ('in_force', models.PositiveIntegerField()),
                ('lacking', models.PositiveIntegerField()),
                ('next_review_on', models.DateField(null=True)),
                ('review_due', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('notice_on', models.DateField(null=True)),
                ('notice_outdated', models.BooleanField(default=False)),
                ('first_passes_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalYearlyReport',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('summary', models.TextField(blank=True, max_length=4000, verbose_name='ce qui a marqué l’année')),
                ('recommendations', models.TextField(blank=True, max_length=6000, verbose_name='recommandations')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical bilan du délégué',
                'verbose_name_plural': 'historical bilan du délégués',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='VisitMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='structures.membership')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='structures.structure')),
            ],
        ),
        migrations.CreateModel(
            name='DueLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
                ('subject', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(null=True)),
                ('passes_at', models.DateTimeField()),
                ('what', models.TextField()),
                ('why', models.TextField()),
                ('route', models.CharField(max_length=60)),
                ('arguments', models.JSONField(default=list)),
                ('urgent', models.BooleanField(default=False)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='structures.structure')),
            ],
            options={
                'indexes': [models.Index(fields=['structure', 'passes_at'], name='due_by_structure')],
            },
        ),
        migrations.CreateModel(
            name='YearlyReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('summary', models.TextField(blank=True, max_length=4000, verbose_name='ce qui a marqué l’année')),
                ('recommendations', models.TextField(blank=True, max_length=6000, verbose_name='recommandations')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'bilan du délégué',
                'ordering': ['-year', 'id'],
                'base_manager_name': None,
                'constraints': [models.UniqueConstraint(fields=('structure', 'year'), name='dpo_report_one_a_year')],
            },
        ),
    ])]
