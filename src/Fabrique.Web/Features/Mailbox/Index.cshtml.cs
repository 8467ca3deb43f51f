using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

[Authorize(Policies.AdministrationReader)]
public sealed class IndexModel(FabriqueDbContext db, MailOptions options) : PageModel
{
    public const int PageSize = 20;

    private Dictionary<MailStatus, int> counts = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; }

    /// <summary>Mails stay here instead of leaving.</summary>
    public bool IsMailbox => options.Mode is MailMode.Mailbox;

    public int Total => counts.Values.Sum();

    internal MailStatusLabel? Filter { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "page")] string? page, [FromQuery(Name = "etat")] string? state, CancellationToken cancellationToken)
    {
        Filter = MailStatusLabel.Find(state);
        if (Filter is null && !string.IsNullOrEmpty(state))
        {
            return NotFound();
        }

        counts = await db.OutgoingMails
            .GroupBy(mail => mail.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
        Pages = Math.Max(1, (Count(Filter) + PageSize - 1) / PageSize);
        Number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, Pages) : 1;
        var mails = db.OutgoingMails.AsNoTracking();
        if (Filter is { Status: var status })
        {
            mails = mails.Where(mail => mail.Status == status);
        }

        Rows = await mails
            .OrderByDescending(mail => mail.CreatedAt)
            .ThenByDescending(mail => mail.Id)
            .Skip((Number - 1) * PageSize)
            .Take(PageSize)
            .Select(mail => new Row(mail.Id, mail.CreatedAt, mail.ToName, mail.ToAddress, mail.Subject, mail.Status))
            .ToListAsync(cancellationToken);
        return Page();
    }

    public string Address(int number) => Filter is null ? $"/administration/envois?page={number}" : $"/administration/envois?etat={Filter.Key}&page={number}";

    internal int Count(MailStatusLabel? label) => label is null ? Total : counts.GetValueOrDefault(label.Status);

    public sealed record Row(Guid Id, DateTime CreatedAt, string ToName, string ToAddress, string Subject, MailStatus Status);
}
