using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages.ChoosePreferences;

/// <summary>« Comment être prévenu·e ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class ChoosePreferencesModel(FabriqueDbContext db, ChoosePreferencesHandler handler, Actor actor, TimeProvider clock) : FormPage
{
    private const string None = "aucun";
    private const string Unread = "Choisissez dans la liste.";

    [BindProperty]
    [Display(Name = "Résumé quotidien", Description = "Les jours ouvrés seulement, et seulement s’il y a quelque chose à dire. Heure de Paris.")]
    [Required(ErrorMessage = Unread)]
    public string? Digest { get; set; }

    [BindProperty]
    [Display(Name = "Ce qui m’est demandé", Description = "Un avis, une décision, une tâche à faire.")]
    [Required(ErrorMessage = Unread)]
    public MailChoice? Requests { get; set; }

    [BindProperty]
    [Display(Name = "Rappels", Description = "Ce qui reste à faire quand l’échéance approche, ou est passée.")]
    [Required(ErrorMessage = Unread)]
    public MailChoice? Reminders { get; set; }

    [BindProperty]
    [Display(Name = "Nouvelles", Description = "Ce qui avance dans les dossiers et les produits que je suis.")]
    [Required(ErrorMessage = Unread)]
    public MailChoice? News { get; set; }

    [BindProperty]
    public int? Version { get; set; }

    public static IReadOnlyList<DsfrOption> Hours { get; } =
    [
        .. Enumerable.Range(MailPreferences.FirstHour, MailPreferences.LastHour - MailPreferences.FirstHour + 1).Select(hour => new DsfrOption(Write(hour), $"À {hour}\u00a0h\u00a030")),
        new DsfrOption(None, "Aucun résumé\u00a0: tout se lit dans mon espace"),
    ];

    public static IReadOnlyList<DsfrOption> Choices { get; } =
    [
        new(nameof(MailChoice.Digest), "Dans le résumé, sauf ce qui ne peut pas attendre"),
        new(nameof(MailChoice.Mail), "Un courriel à chaque fois"),
        new(nameof(MailChoice.Space), "Aucun courriel\u00a0: dans mon espace seulement"),
    ];

    /// <summary>When the next digest would leave, as things stand; null when the person receives none.</summary>
    public string? Next { get; private set; }

    /// <summary>How many messages wait for it.</summary>
    public int Waiting { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await ShowAsync(cancellationToken);
        var chosen = await FindAsync(cancellationToken);
        var preferences = chosen ?? MailPreferences.Usual(actor.Id);
        (Digest, Requests, Reminders, News) = (preferences.HasDigest ? Write(preferences.DigestHour) : None, preferences.Requests, preferences.Reminders, preferences.News);
        Version = chosen?.Version;
        return answer;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Digest is not null && Hours.All(hour => hour.Value != Digest))
        {
            ModelState.AddModelError(nameof(Digest), Unread);
        }

        return SubmitAsync(
            token => handler.HandleAsync(
                new ChoosePreferences
                {
                    DigestHour = Digest == None ? null : int.Parse(Digest!, CultureInfo.InvariantCulture),
                    Requests = Requests!.Value,
                    Reminders = Reminders!.Value,
                    News = News!.Value,
                    Version = Version,
                },
                token),
            () =>
            {
                TempData.Confirm("Vos préférences sont enregistrées.");
                return LocalRedirect(MailLinks.Preferences);
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var preferences = await FindAsync(cancellationToken) ?? MailPreferences.Usual(actor.Id);
        Next = preferences.HasDigest ? FrenchDate.Instant(await db.OutgoingMails.NextDigestAsync(preferences, clock.GetUtcNow().UtcDateTime, cancellationToken)) : null;
        Waiting = await db.OutgoingMails.CountAsync(mail => mail.RecipientId == actor.Id && mail.Status == MailStatus.ForDigest, cancellationToken);
        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken) => Version = (await FindAsync(cancellationToken))?.Version;

    private static string Write(int hour) => hour.ToString(CultureInfo.InvariantCulture);

    private Task<MailPreferences?> FindAsync(CancellationToken cancellationToken) =>
        db.MailPreferences.AsNoTracking().SingleOrDefaultAsync(preferences => preferences.Id == actor.Id, cancellationToken);
}
