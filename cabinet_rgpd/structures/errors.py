"""Pages that say what happened, what was kept and what to do."""

from django.shortcuts import render


def page(request, status, title, text):
    return render(request, "errors/page.html", {"title": title, "text": text}, status=status)


def not_found(request, exception=None):
    return page(
        request,
        404,
        "Page introuvable",
        "Cette adresse ne mène à rien, ou pas pour vous. Vérifiez l’adresse, ou revenez à l’accueil.",
    )


def forbidden(request, exception=None):
    return page(
        request,
        403,
        "Votre rôle ne le permet pas",
        "Rien n’a été modifié. Un gestionnaire de la structure peut le faire, ou changer votre rôle.",
    )


def bad_request(request, exception=None):
    return page(request, 400, "Demande illisible", "Rien n’a été modifié. Revenez à la page précédente et recommencez.")


def server_error(request):
    return page(
        request,
        500,
        "Une erreur est survenue",
        "Ce que vous avez enregistré auparavant est intact. Réessayez\u00a0; si l’erreur revient, prévenez la personne "
        "qui administre l’installation.",
    )


def csrf_failure(request, reason=""):
    return page(
        request,
        403,
        "Page expirée",
        "Le formulaire est resté ouvert trop longtemps, ou votre navigateur refuse les cookies. Rien n’a été modifié\u00a0: "
        "revenez en arrière, copiez votre texte, rechargez la page et recommencez.",
    )


def conflict(request):
    return page(
        request,
        409,
        "Quelqu’un a modifié cette fiche entre-temps",
        "Rien n’a été enregistré. Rouvrez la fiche pour voir sa version actuelle.",
    )
