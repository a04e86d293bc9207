import cabinet_rgpd.history.fields
import cabinet_rgpd.structures.models
import cabinet_rgpd.structures.vocabulary
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from cabinet_rgpd.history.together import Together

class Migration(migrations.Migration):

    replaces = [
        ("structures", "0001_initial"),
        ("structures", "0002_members_and_sign_in"),
        ("structures", "0003_delegation"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('name', models.CharField(max_length=120, verbose_name='prénom et nom')),
                ('role', models.CharField(choices=[('manager', 'Gestionnaire'), ('practitioner', 'Praticien'), ('secretariat', 'Secrétariat'), ('dpo', 'Délégué à la protection des données'), ('reader', 'Lecteur')], max_length=16, verbose_name='rôle')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='accès jusqu’au')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('state', models.CharField(choices=cabinet_rgpd.structures.vocabulary.InvitationState.choices, default='sent', max_length=10, verbose_name='état')),
            ],
            options={
                'verbose_name': 'invitation',
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('kind', models.CharField(choices=cabinet_rgpd.structures.vocabulary.PartyKind.choices, max_length=16, verbose_name='qualité')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('profession', models.CharField(blank=True, choices=cabinet_rgpd.structures.vocabulary.Profession.choices, max_length=24, verbose_name='profession')),
                ('rpps', models.CharField(blank=True, max_length=15, validators=[cabinet_rgpd.history.fields.valid_rpps], verbose_name='numéro RPPS')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='arrivée le')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='départ le')),
            ],
            options={
                'verbose_name': 'responsable',
                'ordering': ['name', 'id'],
                'base_manager_name': None,
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                ('name', models.CharField(max_length=120, verbose_name='nom et prénom')),
                ('is_active', models.BooleanField(default=True, verbose_name='actif')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
            ],
            options={
                'verbose_name': 'compte',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='account_email_whatever_the_case')],
            },
        ),
        migrations.CreateModel(
            name='AccessLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='structures.invitation')),
            ],
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('began_at', models.DateTimeField()),
                ('device', models.CharField(blank=True, max_length=80)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='invitation',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.party', verbose_name='responsable représenté'),
        ),
        migrations.CreateModel(
            name='Structure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('name', models.CharField(max_length=160, verbose_name='nom de la structure')),
                ('kind', models.CharField(choices=cabinet_rgpd.structures.vocabulary.StructureKind.choices, max_length=24, verbose_name='type de structure')),
                ('legal_form', models.CharField(choices=cabinet_rgpd.structures.vocabulary.LegalForm.choices, default='unknown', max_length=16, verbose_name='forme d’exercice')),
                ('address', models.CharField(blank=True, max_length=240, verbose_name='adresse')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='code postal')),
                ('city', models.CharField(blank=True, max_length=100, verbose_name='ville')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('website', models.URLField(blank=True, verbose_name='site internet')),
                ('siret', models.CharField(blank=True, max_length=20, validators=[cabinet_rgpd.history.fields.valid_siret], verbose_name='SIRET')),
                ('finess', models.CharField(blank=True, max_length=12, validators=[cabinet_rgpd.history.fields.valid_finess], verbose_name='FINESS')),
                ('time_zone', models.CharField(choices=[('Europe/Paris', 'Métropole'), ('America/Guadeloupe', 'Guadeloupe'), ('America/Martinique', 'Martinique'), ('America/Cayenne', 'Guyane'), ('Indian/Reunion', 'La Réunion'), ('Indian/Mayotte', 'Mayotte'), ('America/St_Barthelemy', 'Saint-Barthélemy'), ('America/Marigot', 'Saint-Martin'), ('America/Miquelon', 'Saint-Pierre-et-Miquelon'), ('Pacific/Noumea', 'Nouvelle-Calédonie'), ('Pacific/Tahiti', 'Polynésie française'), ('Pacific/Wallis', 'Wallis-et-Futuna')], default='Europe/Paris', max_length=40, validators=[cabinet_rgpd.structures.models.valid_time_zone], verbose_name='fuseau horaire')),
                ('second_factor', models.CharField(choices=cabinet_rgpd.structures.vocabulary.SecondFactor.choices, default='required', max_length=12, verbose_name='seconde preuve à la connexion')),
                ('second_factor_reason', models.CharField(blank=True, max_length=300, verbose_name='raison de ce choix')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'structure',
                'base_manager_name': None,
            },
        ),
        migrations.AddField(
            model_name='party',
            name='structure',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure'),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('role', models.CharField(choices=[('manager', 'Gestionnaire'), ('practitioner', 'Praticien'), ('secretariat', 'Secrétariat'), ('dpo', 'Délégué à la protection des données'), ('reader', 'Lecteur')], max_length=16, verbose_name='rôle')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='accès jusqu’au')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.party', verbose_name='responsable représenté')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'membre',
                'base_manager_name': None,
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='structure',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure'),
        ),
        migrations.CreateModel(
            name='HistoricalStructure',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('name', models.CharField(max_length=160, verbose_name='nom de la structure')),
                ('kind', models.CharField(choices=cabinet_rgpd.structures.vocabulary.StructureKind.choices, max_length=24, verbose_name='type de structure')),
                ('legal_form', models.CharField(choices=cabinet_rgpd.structures.vocabulary.LegalForm.choices, default='unknown', max_length=16, verbose_name='forme d’exercice')),
                ('address', models.CharField(blank=True, max_length=240, verbose_name='adresse')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='code postal')),
                ('city', models.CharField(blank=True, max_length=100, verbose_name='ville')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('website', models.URLField(blank=True, verbose_name='site internet')),
                ('siret', models.CharField(blank=True, max_length=20, validators=[cabinet_rgpd.history.fields.valid_siret], verbose_name='SIRET')),
                ('finess', models.CharField(blank=True, max_length=12, validators=[cabinet_rgpd.history.fields.valid_finess], verbose_name='FINESS')),
                ('time_zone', models.CharField(choices=[('Europe/Paris', 'Métropole'), ('America/Guadeloupe', 'Guadeloupe'), ('America/Martinique', 'Martinique'), ('America/Cayenne', 'Guyane'), ('Indian/Reunion', 'La Réunion'), ('Indian/Mayotte', 'Mayotte'), ('America/St_Barthelemy', 'Saint-Barthélemy'), ('America/Marigot', 'Saint-Martin'), ('America/Miquelon', 'Saint-Pierre-et-Miquelon'), ('Pacific/Noumea', 'Nouvelle-Calédonie'), ('Pacific/Tahiti', 'Polynésie française'), ('Pacific/Wallis', 'Wallis-et-Futuna')], default='Europe/Paris', max_length=40, validators=[cabinet_rgpd.structures.models.valid_time_zone], verbose_name='fuseau horaire')),
                ('second_factor', models.CharField(choices=cabinet_rgpd.structures.vocabulary.SecondFactor.choices, default='required', max_length=12, verbose_name='seconde preuve à la connexion')),
                ('second_factor_reason', models.CharField(blank=True, max_length=300, verbose_name='raison de ce choix')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical structure',
                'verbose_name_plural': 'historical structures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalParty',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('kind', models.CharField(choices=cabinet_rgpd.structures.vocabulary.PartyKind.choices, max_length=16, verbose_name='qualité')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('profession', models.CharField(blank=True, choices=cabinet_rgpd.structures.vocabulary.Profession.choices, max_length=24, verbose_name='profession')),
                ('rpps', models.CharField(blank=True, max_length=15, validators=[cabinet_rgpd.history.fields.valid_rpps], verbose_name='numéro RPPS')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='arrivée le')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='départ le')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical responsable',
                'verbose_name_plural': 'historical responsables',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('role', models.CharField(choices=[('manager', 'Gestionnaire'), ('practitioner', 'Praticien'), ('secretariat', 'Secrétariat'), ('dpo', 'Délégué à la protection des données'), ('reader', 'Lecteur')], max_length=16, verbose_name='rôle')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='accès jusqu’au')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('account', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.party', verbose_name='responsable représenté')),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical membre',
                'verbose_name_plural': 'historical membres',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInvitation',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('name', models.CharField(max_length=120, verbose_name='prénom et nom')),
                ('role', models.CharField(choices=[('manager', 'Gestionnaire'), ('practitioner', 'Praticien'), ('secretariat', 'Secrétariat'), ('dpo', 'Délégué à la protection des données'), ('reader', 'Lecteur')], max_length=16, verbose_name='rôle')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='accès jusqu’au')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('state', models.CharField(choices=cabinet_rgpd.structures.vocabulary.InvitationState.choices, default='sent', max_length=10, verbose_name='état')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.party', verbose_name='responsable représenté')),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical invitation',
                'verbose_name_plural': 'historical invitations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDelegation',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('extent', models.CharField(choices=[('register', 'Le registre\xa0: activités et prestataires'), ('measures', 'Le registre, les mesures de sécurité et le journal')], default='register', max_length=12, verbose_name='étendue')),
                ('granted_on', models.DateField(verbose_name='accordée le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('motive', models.CharField(max_length=300, verbose_name='raison')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='retirée le')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.membership', verbose_name='délégué')),
                ('structure', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'historical délégation d’écriture',
                'verbose_name_plural': 'historical délégation d’écritures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='modifié le')),
                ('extent', models.CharField(choices=[('register', 'Le registre\xa0: activités et prestataires'), ('measures', 'Le registre, les mesures de sécurité et le journal')], default='register', max_length=12, verbose_name='étendue')),
                ('granted_on', models.DateField(verbose_name='accordée le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('motive', models.CharField(max_length=300, verbose_name='raison')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='retirée le')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.membership', verbose_name='délégué')),
                ('structure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='structures.structure')),
            ],
            options={
                'verbose_name': 'délégation d’écriture',
                'ordering': ['-granted_on', '-updated_at', 'id'],
                'base_manager_name': None,
            },
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('arrived_on__isnull', True), ('left_on__gte', models.F('arrived_on')), _connector='OR'), name='party_leaves_after_arriving', violation_error_message='Le départ ne peut pas précéder l’arrivée.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('structure', 'account'), name='member_once_per_structure'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('structure'), django.db.models.functions.text.Lower('email'), condition=models.Q(('state', 'sent')), name='invitation_one_at_a_time', violation_error_message='Une invitation attend déjà cette personne\xa0: renvoyez-la ou retirez-la.'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_on__isnull', True)), fields=('structure', 'member'), name='delegation_one_at_a_time', violation_error_message='Une délégation est déjà accordée à cette personne\xa0: retirez-la d’abord.'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('granted_on')), _connector='OR'), name='delegation_ends_after_starting', violation_error_message='La fin vient après le début.'),
        ),
    ])]
