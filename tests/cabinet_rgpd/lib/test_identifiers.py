import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet_rgpd.lib.identifiers import (
    InvalidIdentifier,
    clean_finess,
    clean_rpps,
    clean_siren,
    clean_siret,
    find_nir,
)


def luhn_completed(start: str) -> str:
    total = 0
    for rank, digit in enumerate(reversed(start)):
        value = int(digit) * (1 if rank % 2 else 2)
        total += value - 9 if value > 9 else value
    return start + str(-total % 10)


def nir(start: str) -> str:
    number = int(start.replace("2A", "19").replace("2B", "18"))
    return f"{start}{97 - number % 97:02}"


def digits(length: int):
    return st.text("0123456789", min_size=length, max_size=length)


def test_numbers_are_returned_bare_however_they_were_spaced():
    assert clean_siren(" 732 829 320 ") == "732829320"
    assert clean_siret("732\u00a0829\u202f320 000-74") == "73282932000074"
    rpps = luhn_completed("1000345678")
    assert clean_rpps(f"{rpps[:3]}.{rpps[3:7]}.{rpps[7:]}") == rpps
    assert clean_finess(luhn_completed("75010012")) == luhn_completed("75010012")


@pytest.mark.parametrize(
    ("clean", "length"), [(clean_siren, 9), (clean_siret, 14), (clean_rpps, 11), (clean_finess, 9)]
)
@pytest.mark.parametrize("text", ["", None, "12", "abc", "7328293200007412"])
def test_a_number_of_the_wrong_length_is_refused_with_the_right_one(clean, length, text):
    with pytest.raises(InvalidIdentifier, match=f"{length}\u00a0chiffres"):
        clean(text)


@pytest.mark.parametrize(
    ("clean", "text"),
    [
        (clean_siren, "732829321"),
        (clean_siret, "73282932000075"),
        (clean_siret, "73282932100073"),
        (clean_rpps, "10003456783"),
        (clean_finess, "750100126"),
    ],
)
def test_a_typing_slip_is_found_by_the_key(clean, text):
    with pytest.raises(InvalidIdentifier, match="erreur de saisie"):
        clean(text)


@given(digits(10))
def test_an_error_in_any_single_figure_of_an_rpps_is_found(start):
    number = luhn_completed(start)
    assert clean_rpps(number) == number
    for rank in range(11):
        wrong = number[:rank] + str((int(number[rank]) + 1) % 10) + number[rank + 1 :]
        with pytest.raises(InvalidIdentifier):
            clean_rpps(wrong)


def test_a_siret_with_a_sound_whole_and_an_unsound_siren_is_refused():
    siret = luhn_completed("7328293210001")
    with pytest.raises(InvalidIdentifier):
        clean_siret(siret)


def test_la_poste_counts_its_establishments_by_fives():
    assert clean_siret("356 000 000 00048") == "35600000000048"
    assert clean_siret("35600000000001") == "35600000000001"
    with pytest.raises(InvalidIdentifier):
        clean_siret("35600000000002")


def test_a_corsican_finess_number_is_checked_by_its_shape():
    assert clean_finess("2a 000 1234") == "2A0001234"
    assert clean_finess("2B0001234") == "2B0001234"
    for text in ("2C0001234", "2A000123", "2A00012345", "A20001234"):
        with pytest.raises(InvalidIdentifier, match="2A ou 2B"):
            clean_finess(text)


def test_refusals_are_typeset_in_french():
    with pytest.raises(InvalidIdentifier) as caught:
        clean_siret("123")
    assert str(caught.value) == "Un numéro SIRET compte 14\u00a0chiffres\u00a0: il y en a 3 ici."
    assert isinstance(caught.value, ValueError)


PARIS = nir("1850578006084")
CORSICA = (nir("285072A004012"), nir("199122B033001"))


@pytest.mark.parametrize(
    "written",
    [
        PARIS,
        "1 85 05 78 006 084 {key}",
        "1.85.05.78.006.084.{key}",
        "1-85-05-78-006-084-{key}",
        "1\u00a085\u202f05 78 006 084\u00a0{key}",
        "1850578006084 {key}",
        "18 50 57 80 06 08 4{key}",
        "185 057 800 608 4{key}",
        "1 8 5 0 5 7 8 0 0 6 0 8 4 {key}",
        "1 85 05 78 006 084\n{key}",
    ],
)
def test_a_nir_is_recognised_however_it_is_spaced(written):
    text = f"Mme Exemple (NIR {written.format(key=PARIS[13:])}) a appelé."
    assert find_nir(text) == PARIS


@pytest.mark.parametrize("number", CORSICA)
def test_a_corsican_nir_is_recognised(number):
    assert find_nir(f"n° {number.lower()}.") == number
    spaced = " ".join([number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13], number[13:]])
    assert find_nir(spaced) == number


def test_the_key_of_corsica_counts_2a_as_19_and_2b_as_18():
    assert int(CORSICA[0][13:]) == 97 - 2850719004012 % 97
    assert int(CORSICA[1][13:]) == 97 - 1991218033001 % 97


@pytest.mark.parametrize(
    "text",
    [
        "rappeler le 06 12 34 56 78 : NIR {nir}",
        "{nir} 06 12 34 56 78",
        "NIR{nir}, tél. 0612345678",
        "le 12/05/2024 {nir}",
        "dossier 4521 - {nir}",
    ],
)
def test_a_nir_beside_other_numbers_is_still_recognised(text):
    assert find_nir(text.format(nir=PARIS)) == PARIS


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "aucun numéro",
        "73282932000074",
        "732 829 320 00074",
        "732 829 320 00074, 1",
        luhn_completed("1000345678"),
        "01 44 55 66 77 et 01 44 55 66 78",
        "06 12 34 56 78 / 06 12 34 56 79",
        "+33 6 12 34 56 78",
        "2026-11-23 15:04:05.123456",
        nir("1850578006084")[:14],
        nir("1850578006084") + "1",
        "9" + nir("1850578006084")[1:],
        nir("1851378006084"),
        nir("1850078006084"),
        nir("5850578006084"),
        "1850578006084" + f"{(int(PARIS[13:]) % 97) + 1:02}",
    ],
)
def test_other_numbers_are_not_taken_for_a_nir(text):
    assert find_nir(text) is None


@given(digits(8), digits(4))
def test_no_siret_is_ever_taken_for_a_nir(company, establishment):
    siret = luhn_completed(luhn_completed(company) + establishment)
    for written in (siret, f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}", f"SIRET {siret}, NIC {siret[9:]}"):
        assert find_nir(written) is None


@given(st.lists(digits(8), min_size=1, max_size=4), st.sampled_from([" ", ".", "-", ""]))
def test_no_row_of_telephone_numbers_is_ever_taken_for_a_nir(numbers, spacing):
    written = [spacing.join(["06", n[:2], n[2:4], n[4:6], n[6:]]) for n in numbers]
    assert find_nir("\n".join(written)) is None


@given(
    st.sampled_from("123478"),
    st.integers(0, 99),
    st.sampled_from([*range(1, 13), *range(20, 43), *range(50, 100)]),
    st.sampled_from(["2A", "2B", *(f"{n:02}" for n in range(1, 99))]),
    st.integers(1, 989),
    st.integers(1, 999),
    st.text(max_size=12),
)
def test_every_well_formed_nir_is_found_in_any_text(sex, year, month, department, town, order, around):
    number = nir(f"{sex}{year:02}{month:02}{department}{town:03}{order:03}")
    assert find_nir(f"{around} : {number} ; {around}") is not None
