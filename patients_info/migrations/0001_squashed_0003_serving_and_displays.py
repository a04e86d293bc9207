import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from cabinet_rgpd.history.together import Together

class Migration(migrations.Migration):

    replaces = [
        ("patients_info", "0001_initial"),
        ("patients_info", "0002_audiences"),
        ("patients_info", "0003_serving_and_displays"),
    ]

    initial = True

    dependencies = [
        ('structures', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='HistoricalNotice',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('audience', models.CharField(choices=[('patients', 'Patients'), ('minors', 'Enfants et adolescents'), ('staff', 'Équipe'), ('applicants', 'Candidats'), ('website_visitors', 'Visiteurs du site'), ('filmed', 'Personnes filmées'), ('correspondents', 'Correspondants et proches nommés')], default='patients', max_length=24, verbose_name='public')),
                ('language', models.CharField(default='fr', max_length=12, verbose_name='langue')),
                ('slug', models.SlugField(max_length=80, verbose_name='adresse publique')),
                ('rights_contact', models.CharField(blank=True, max_length=200, verbose_name='à qui s’adresser')),
                ('rights_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique pour les demandes')),
                ('rights_phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone pour les demandes')),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='mot d’accueil')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='autres langues')),
                ('published', models.JSONField(blank=True, null=True, verbose_name='contenu publié')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publiée le')),
                ('edition', models.PositiveIntegerField(default=0, verbose_name='édition')),
                ('template', models.CharField(blank=True, max_length=60, verbose_name='texte')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical notice d’information',
                'verbose_name_plural': 'historical notice d’informations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('audience', models.CharField(choices=[('patients', 'Patients'), ('minors', 'Enfants et adolescents'), ('staff', 'Équipe'), ('applicants', 'Candidats'), ('website_visitors', 'Visiteurs du site'), ('filmed', 'Personnes filmées'), ('correspondents', 'Correspondants et proches nommés')], default='patients', max_length=24, verbose_name='public')),
                ('language', models.CharField(default='fr', max_length=12, verbose_name='langue')),
                ('slug', models.SlugField(max_length=80, verbose_name='adresse publique')),
                ('rights_contact', models.CharField(blank=True, max_length=200, verbose_name='à qui s’adresser')),
                ('rights_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique pour les demandes')),
                ('rights_phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone pour les demandes')),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='mot d’accueil')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='autres langues')),
                ('published', models.JSONField(blank=True, null=True, verbose_name='contenu publié')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publiée le')),
                ('edition', models.PositiveIntegerField(default=0, verbose_name='édition')),
                ('template', models.CharField(blank=True, max_length=60, verbose_name='texte')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'notice d’information',
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='HistoricalNoticeDisplay',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                ('place', models.CharField(max_length=200, verbose_name='où et comment')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('edition', models.PositiveIntegerField(verbose_name='édition')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
                ('notice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='patients_info.notice')),
            ],
            options={
                'verbose_name': 'historical affichage',
                'verbose_name_plural': 'historical affichages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='NoticeDisplay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                ('place', models.CharField(max_length=200, verbose_name='où et comment')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('edition', models.PositiveIntegerField(verbose_name='édition')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='displays', to='patients_info.notice')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'affichage',
                'ordering': ['position', 'id'],
                'abstract': False,
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='PublishedNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(default='patients', max_length=24)),
                ('language', models.CharField(default='fr', max_length=12)),
                ('slug', models.SlugField(max_length=80)),
                ('edition', models.PositiveIntegerField()),
                ('published_on', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('html', models.TextField()),
                ('pdf', models.BinaryField()),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('receipt_seq', models.PositiveBigIntegerField()),
                ('receipt_hash', models.CharField(max_length=64)),
                ('changes', models.JSONField(default=list)),
                ('frame', models.CharField(default='', max_length=40)),
                ('page_sha256', models.CharField(default='', max_length=64)),
                ('brotli', models.BinaryField(default=bytes)),
                ('gzip', models.BinaryField(default=bytes)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('slug',), name='notice_slug_once', violation_error_message='Cette adresse est déjà prise.'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('structure', 'audience', 'language'), name='notice_one_per_audience'),
        ),
        migrations.AddIndex(
            model_name='publishednotice',
            index=models.Index(fields=['slug', 'language', '-edition'], name='published_notice_in_force'),
        ),
        migrations.AddConstraint(
            model_name='publishednotice',
            constraint=models.UniqueConstraint(fields=('structure', 'audience', 'language', 'edition'), name='published_notice_edition_once'),
        ),
    ])]
