using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls;

/// <summary>A page whose form says all that is said of a call: <c>_CallSheetFields.cshtml</c> shows it.</summary>
public abstract class CallSheetPage(FabriqueDbContext db) : CallPage(db)
{
    private const int AmountLength = 30;
    private const int CriteriaLength = 3000;
    private const int QuestionsLength = 20_000;

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [BindProperty]
    [Display(Name = "Titre")]
    [Required(ErrorMessage = "Donnez un titre à l’appel.")]
    [TextLength(CallForApplications.TitleLength)]
    public string? Title { get; set; }

    [BindProperty]
    [Display(Name = "Adresse de la page", Description = "Ce qui suit « /appels/ ». Vide : elle est faite d’après le titre. Elle ne change plus une fois l’appel programmé.")]
    [TextLength(CallForApplications.SlugLength)]
    public string? Address { get; set; }

    [BindProperty]
    [Display(Name = "Thème", Description = "En une ligne : « Sobriété, réemploi, mobilités ».")]
    [Required(ErrorMessage = "Donnez le thème de l’appel.")]
    [TextLength(CallForApplications.ThemeLength)]
    public string? Theme { get; set; }

    [BindProperty]
    [Display(Name = "Présentation", Description = "Lue par les agents : le problème, ce qui est attendu, ce qui est proposé. Une ligne vide sépare les paragraphes.")]
    [Required(ErrorMessage = "Présentez l’appel aux agents.")]
    [TextLength(CallForApplications.PresentationLength)]
    public string? Presentation { get; set; }

    [BindProperty]
    [Display(Name = "Jour d’ouverture")]
    [Required(ErrorMessage = "Donnez le jour d’ouverture.")]
    public DateOnly? OpeningDay { get; set; }

    [BindProperty]
    [Display(Name = "Heure d’ouverture (heure de Paris)")]
    [Required(ErrorMessage = "Donnez l’heure d’ouverture.")]
    public TimeOnly? OpeningHour { get; set; } = new(9, 0);

    [BindProperty]
    [Display(Name = "Jour de clôture")]
    [Required(ErrorMessage = "Donnez le jour de clôture.")]
    public DateOnly? ClosingDay { get; set; }

    [BindProperty]
    [Display(Name = "Heure de clôture (heure de Paris)")]
    [Required(ErrorMessage = "Donnez l’heure de clôture.")]
    public TimeOnly? ClosingHour { get; set; } = new(18, 0);

    [BindProperty]
    [Display(Name = "Présélection", Description = "Le jour où l’on sait quelles idées sont entendues.")]
    public DateOnly? ShortlistOn { get; set; }

    [BindProperty]
    [Display(Name = "Auditions", Description = "Le jour où le jury entend les idées présélectionnées.")]
    public DateOnly? HearingsOn { get; set; }

    [BindProperty]
    [Display(Name = "Réponses", Description = "Le jour où chaque personne reçoit sa réponse.")]
    public DateOnly? LettersOn { get; set; }

    [BindProperty]
    [Display(Name = "Nombre de places", Description = "Par exemple : 6.")]
    [Required(ErrorMessage = "Donnez le nombre de places.")]
    [Range(1, CallSheet.MostPlaces, ErrorMessage = "Le nombre de places va de 1 à 1 000.")]
    public int? Places { get; set; }

    [BindProperty]
    [Display(Name = "Enveloppe en euros", Description = "Par exemple : 240 000. Vide si elle n’est pas annoncée.")]
    [TextLength(AmountLength)]
    public string? Envelope { get; set; }

    [BindProperty]
    [Display(Name = "Critères", Description = "Un par ligne, du premier au dernier. Ils ne changent plus une fois l’appel ouvert.")]
    [TextLength(CriteriaLength)]
    public string? Criteria { get; set; }

    [BindProperty]
    [Display(Name = "Questions fréquentes", Description = "La question sur une ligne, sa réponse à la ligne suivante ; une ligne vide, puis la question d’après.")]
    [TextLength(QuestionsLength)]
    public string? Questions { get; set; }

    [BindProperty]
    [Display(Name = "À qui écrire", Description = "Une personne, une équipe.")]
    [TextLength(CallSheet.ContactNameLength)]
    public string? ContactName { get; set; }

    [BindProperty]
    [Display(Name = "Adresse de courriel pour les questions", Description = "Par exemple : fabrique@exemple.gouv.fr.")]
    [TextLength(CallSheet.ContactEmailLength)]
    [EmailAddress(ErrorMessage = "Écrivez une adresse de courriel complète : nom@exemple.gouv.fr.")]
    public string? ContactEmail { get; set; }

    /// <summary>The address as it was typed, tidied; null when none was.</summary>
    protected string? TypedAddress => string.IsNullOrWhiteSpace(Address) ? null : Address.Trim().TrimStart('/').ToLowerInvariant();

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "call-without-title" => nameof(Title),
        "call-dates-out-of-order" => ReadSheet().MisplacedDate is { } date && date != nameof(CallSheet.ClosesAt) ? date : nameof(ClosingDay),
        "call-opens-in-the-past" or "call-already-open" => nameof(OpeningDay),
        "call-closes-before-it-opens" or "call-closes-in-the-past" or "call-already-closed" => nameof(ClosingDay),
        "call-places" => nameof(Places),
        "call-envelope" => nameof(Envelope),
        "call-too-many-criteria" or "call-criterion-too-long" or "call-criteria-settled" => nameof(Criteria),
        "call-too-many-questions" or "call-question-too-long" => nameof(Questions),
        "call-contact-unreachable" => nameof(ContactEmail),
        _ when refusal.Code.StartsWith("call-slug-", StringComparison.Ordinal) || refusal.Code is "call-without-slug" => nameof(Address),
        _ => "",
    };

    /// <summary>Puts into the fields what a call says.</summary>
    protected void Fill(CallSheet sheet, string? address)
    {
        (Title, Address, Theme, Presentation) = (sheet.Title, address, sheet.Theme, sheet.Presentation);
        (OpeningDay, OpeningHour) = CallInstant.Split(sheet.OpensAt);
        (ClosingDay, ClosingHour) = CallInstant.Split(sheet.ClosesAt);
        (ShortlistOn, HearingsOn, LettersOn) = (sheet.ShortlistOn, sheet.HearingsOn, sheet.LettersOn);
        (Places, Envelope) = (sheet.Places, sheet.Envelope?.ToString("#,0.##", French));
        (Criteria, Questions) = (string.Join('\n', sheet.Criteria), CallQuestion.Write(sheet.Questions));
        (ContactName, ContactEmail) = (sheet.ContactName, sheet.ContactEmail);
    }

    /// <summary>What the fields say. What cannot be read is told beside its field.</summary>
    protected CallSheet ReadSheet()
    {
        if (CallQuestion.Read(Texts.Lines(Questions), out var questions) is { } unanswered)
        {
            ModelState.AddModelError(nameof(Questions), unanswered.Sentence);
        }

        decimal? envelope = null;
        if (Texts.Line(Envelope) is { Length: > 0 } typed)
        {
            var digits = string.Concat(typed.Where(character => !char.IsWhiteSpace(character) && character is not '€')).Replace(',', '.');
            if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount == Math.Round(amount, 2) && amount is > 0 and <= CallSheet.MostEnvelope)
            {
                envelope = amount;
            }
            else
            {
                ModelState.AddModelError(nameof(Envelope), "Écrivez un montant en euros, par exemple : 240 000. Laissez vide si l’enveloppe n’est pas annoncée.");
            }
        }

        return new CallSheet
        {
            Title = Texts.Line(Title),
            Theme = Texts.Line(Theme),
            Presentation = Texts.Lines(Presentation),
            OpensAt = CallInstant.Join(OpeningDay, OpeningHour),
            ClosesAt = CallInstant.Join(ClosingDay, ClosingHour),
            ShortlistOn = ShortlistOn,
            HearingsOn = HearingsOn,
            LettersOn = LettersOn,
            Places = Places ?? 0,
            Envelope = envelope,
            Criteria = [.. Texts.Lines(Criteria).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Questions = questions,
            ContactName = Texts.Line(ContactName),
            ContactEmail = Texts.Line(ContactEmail),
        };
    }
}
