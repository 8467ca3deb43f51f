using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

[Authorize(Policies.AdministrationReader)]
public sealed class IndexModel(FabriqueDbContext db, SubjectNames names, SubjectTypes types, MessageRenderer renderer, MailOptions options, TimeProvider clock) : PageModel
{
    public const int PageSize = 20;

    public const string ByRecipient = "destinataire";
    public const string ByInstant = "ecrit";

    private const string State = "etat";
    private const string Search = "recherche";
    private const string Case = "dossier";
    private const string Message = "modele";

    private static readonly ListOrders<OutgoingMail> Orders = new ListOrders<OutgoingMail>().SettledBy(mail => mail.Id)
        .By(ByInstant, mail => mail.CreatedAt, isDescending: true)
        .By(ByRecipient, mail => mail.ToName);

    private Dictionary<MailStatus, int> counts = [];
    private IReadOnlyDictionary<string, string> cases = new Dictionary<string, string>();

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<Row> List { get; private set; } = null!;

    /// <summary>Mails stay here instead of leaving.</summary>
    public bool IsMailbox => options.Mode is MailMode.Mailbox;

    /// <summary>The one thing whose mails are listed; null when they are of all.</summary>
    public SubjectName? About { get; private set; }

    /// <summary>The mail server when nothing leaves; null when mails leave.</summary>
    public MailRelay? Held { get; private set; }

    public int Total => counts.Values.Sum();

    internal MailStatusLabel? Filter { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var search = new ListFilter(Search, "Destinataire, adresse ou objet");
        var message = new ListFilter(Message, "Modèle", [.. renderer.Catalog.All.Select(template => new DsfrOption(template.Key, template.Key))]);
        var address = new ListAddress(Request, [search, message, new ListFilter(Case, "Dossier"), new ListFilter(State, "État", [.. MailStatusLabel.All.Select(label => new DsfrOption(label.Key, label.Plural))])]);
        Filters = new ListFilters(address, search, message) { Kept = [State, Case] };
        Filter = MailStatusLabel.Find(address[State]);
        Held = await db.MailRelays.AsNoTracking().SingleOrDefaultAsync(relay => relay.HeldSince != null, cancellationToken);
        var mails = Find(db.OutgoingMails.AsNoTracking(), address[Search]);
        if (address[Message] is { } key)
        {
            mails = mails.Where(mail => mail.Template == key);
        }

        if (address[Case] is { } written && types.TryParse(written, out var subject))
        {
            mails = mails.Where(mail => mail.SubjectKind == subject.Kind && mail.SubjectId == subject.Id);
            About = await names.FindAsync(subject, cancellationToken);
        }

        counts = await mails
            .GroupBy(mail => mail.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
        if (Filter is { Status: var status })
        {
            mails = mails.Where(mail => mail.Status == status);
        }

        List = await PagedList.ReadAsync(
            mails,
            address,
            PageSize,
            Orders,
            mail => new Row(mail.Id, mail.CreatedAt, mail.ToName, mail.ToAddress, mail.Subject, mail.Status, mail.SubjectKind, mail.SubjectId, mail.Attempts, mail.QuietUntil),
            cancellationToken,
            _ => Task.FromResult(Count(Filter)));
        cases = await names.NameAsync(List.Rows.Select(row => row.Correlation), cancellationToken);
    }

    /// <summary>Name of what a mail is about; null when no module knows it.</summary>
    internal string? NameOf(Row row) => cases.GetValueOrDefault(row.Correlation);

    /// <summary>Whether a mail waits for the end of quiet hours.</summary>
    internal bool IsQuiet(Row row) => row.Status is MailStatus.Pending && row.QuietUntil > clock.GetUtcNow().UtcDateTime;

    /// <summary>The mails about the same thing.</summary>
    internal string CaseHref(Row row) => List.Address.FilteredBy(Case, row.Correlation);

    private static IQueryable<OutgoingMail> Find(IQueryable<OutgoingMail> mails, string? text)
    {
        if (text is null)
        {
            return mails;
        }

        var folded = SearchText.Fold(text);
        return mails.Where(mail => SearchText.Fold(mail.ToName).Contains(folded) || SearchText.Fold(mail.ToAddress).Contains(folded) || SearchText.Fold(mail.Subject).Contains(folded));
    }

    internal string AllCasesHref => List.Address.FilteredBy(Case, null);

    internal string FilterHref(MailStatusLabel? label) => List.Address.FilteredBy(State, label?.Key);

    internal int Count(MailStatusLabel? label) => label is null ? Total : counts.GetValueOrDefault(label.Status);

    public sealed record Row(Guid Id, DateTime CreatedAt, string ToName, string ToAddress, string Subject, MailStatus Status, string SubjectKind, Guid SubjectId, int Attempts, DateTime? QuietUntil)
    {
        public string Correlation => new Subject(SubjectKind, SubjectId).ToCorrelationId();
    }
}
