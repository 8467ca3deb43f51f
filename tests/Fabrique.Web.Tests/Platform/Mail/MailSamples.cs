using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Calls.GrantGrace;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Similarities.Redirect;
using Fabrique.Web.Features.Work.CommentTask;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Platform.Mail;

internal static class MailSamples
{
    public static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    public static MessageCatalog Catalog { get; } = MessageCatalog.Load(Path.Combine(AppContext.BaseDirectory, "workflows"), ModuleSamples.Tags);

    public static MailOptions Options { get; } = new()
    {
        From = "La Fabrique numérique <ne-pas-repondre@fabrique.example>",
        PublicUrl = "https://fabrique.example/",
    };

    public static MessageRenderer Renderer { get; } = new(Catalog, ModuleSamples.Tags, new PublicAddress(new Uri(Options.PublicUrl!)), Options);

    public static MessageFacts Data { get; } = DataWith("Suivre les plantations d’arbres");

    /// <summary>An application on which nothing is decided.</summary>
    public static MessageFacts Undecided { get; } = MessageFacts.Of(
        new CallFacts("automne-2026", "Automne 2026", new DateTime(2026, 11, 30, 17, 0, 0, DateTimeKind.Utc)),
        new ApplicationFacts("C-2026-0042", "Suivre les plantations d’arbres", "Dominique Petit"));

    /// <summary>Every fact, where whatever a person types is <paramref name="typed"/>.</summary>
    public static MessageFacts DataWith(string typed) => MessageFacts.Of(
        new CallFacts("automne-2026", typed, new DateTime(2026, 11, 30, 17, 0, 0, DateTimeKind.Utc)),
        new ApplicationFacts("C-2026-0042", typed, typed) { SubmittedAt = new DateTime(2026, 11, 28, 15, 5, 0, DateTimeKind.Utc), Others = typed, Manager = typed },
        new ApprovalFacts(typed, typed, "défavorable", typed, "2 jours par semaine"),
        new CorrectionFacts("C-2026-0042", typed, typed, "15 décembre 2026 à 23 h 59", 1, typed),
        new DecisionFacts(typed),
        new ProductFacts("canopee", typed),
        new TeamFacts(typed, typed, typed),
        new CycleFacts(2, new DateOnly(2026, 12, 1), new DateOnly(2027, 5, 31), 6),
        new TaskFacts(Guid.Parse("0193a1b2-0000-7000-8000-000000000042"), typed, new DateTime(2026, 12, 15, 22, 59, 59, DateTimeKind.Utc), typed),
        new EntrustedFacts(typed, typed, 12),
        new CommentFacts(typed, typed),
        new ShareFacts(typed, typed),
        new GraceFacts(new DateTime(2026, 12, 15, 17, 0, 0, DateTimeKind.Utc)),
        new ExchangeFacts("C-2026-0042", typed, typed, typed),
        new LetterFacts(typed, typed, typed),
        new RedirectFacts(typed, typed, "canopee", typed, typed),
        new ResultFacts("C-2026-0042", typed, typed, 2, new DateOnly(2026, 12, 15), new DateOnly(2026, 12, 8), Guid.Parse("0193a1b2-0000-7000-8000-000000000044"), typed, new DateOnly(2027, 1, 12)),
        new PanelFacts(Guid.Parse("0193a1b2-0000-7000-8000-000000000044"), typed, typed, typed),
        new DelegationFacts(typed, typed, new DateOnly(2026, 8, 3), new DateOnly(2026, 8, 21), typed),
        new DigestFacts("mardi 3 mars 2026", "1 demande", $"## Ce qui vous est demandé\n\n- [{MarkdownBody.ValueEncoder.Encode(typed)}](https://fabrique.example/taches/1)\n"),
        new AppointmentFacts(Guid.Parse("0193a1b2-0000-7000-8000-000000000043"), typed, "mardi 3 mars 2026, de 10\u00a0h à 11\u00a0h (heure de Paris)", typed, "https://fabrique.example/visio"),
        new SessionFacts(Guid.Parse("0193a1b2-0000-7000-8000-000000000044"), Guid.Parse("0193a1b2-0000-7000-8000-000000000045"), typed, typed),
        new HearingFacts("mardi 3 mars 2026, de 10\u00a0h\u00a008 à 10\u00a0h\u00a016 (heure de Paris)", "3\u00a0minutes", "5\u00a0minutes", typed, "https://fabrique.example/visio", typed),
        new ExportFacts(typed, "1\u00a0240", "15 janvier 2026 à 10\u00a0h"),
        new IncidentFacts(3, typed));

    public static StaffMember Person(string name = "Éloïse Lefèvre", string email = "eloise@ministere.example") =>
        StaffMember.Register(Guid.CreateVersion7(), Guid.CreateVersion7().ToString(), name, email, "DGALN", [AppRoles.Agent], Now);

    public static OutgoingMail Mail(string to = "eloise@ministere.example", string subject = "Votre candidature est retenue : félicitations à l’équipe d’été", Subject? about = null, DateTime? at = null) =>
        OutgoingMail.Write(Guid.CreateVersion7(), to, "Éloïse Lefèvre", "candidature/lettre-retenue", subject, "Bonjour, c’est décidé.", "<p>Bonjour, c’est décidé.</p>", about ?? new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7()), at ?? Now);
}
