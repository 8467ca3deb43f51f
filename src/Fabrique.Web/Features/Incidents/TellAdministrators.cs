using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Incidents;

/// <summary>The administrators are written to about the incidents that are open.</summary>
public sealed record TellAdministrators;

/// <summary>
/// Writes at most once an hour: at once when there is something new, once a day as long as something is open. When it was last done is a row, changed in the
/// transaction of the mails by one process only.
/// </summary>
public sealed class TellAdministratorsHandler(UseCaseRunner runner, FabriqueDbContext db, IncidentInbox inbox, Outbox outbox, TimeProvider clock) : Handler<TellAdministrators>(runner)
{
    public const string Message = "commun/incidents";

    /// <summary>Name of the setting that holds the instant, UTC, of the last mails.</summary>
    public const string Told = "incidents.told";

    private static readonly Refusal NotNow = new("nothing-to-tell", "Il n’y a rien de nouveau à signaler, ou cela vient d’être fait.");
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtLeast = TimeSpan.FromDays(1);

    /// <summary>What the mails of one person about the incidents are about, so that they leave in their order.</summary>
    private static readonly Subject About = new("Incidents", Guid.Empty);

    protected override bool IsInTransaction => true;

    protected override async Task<Outcome> ActAsync(TellAdministrators input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var value = await db.Settings.Where(setting => setting.Name == Told).Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);
        DateTime? told = value is null ? null : DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (now < told + AtMost
            || await inbox.NewestAsync(cancellationToken) is not { } newest
            || (newest < told && now < told + AtLeast)
            || !await TakeAsync(value, now, cancellationToken))
        {
            return NotNow;
        }

        var facts = MessageFacts.Of(IncidentFacts.Of(inbox.Kinds, await inbox.CountAsync(new IncidentFilter(), cancellationToken)));
        foreach (var person in await db.HoldersOf(AppRoles.Administrator, now).OrderBy(person => person.FullName).ToListAsync(cancellationToken))
        {
            outbox.Write(Message, person, facts, About);
        }

        return Outcome.Done;
    }

    // Of several who read the same instant, one changes it; who inserts it second cannot save, and comes back here.
    private async Task<bool> TakeAsync(string? value, DateTime now, CancellationToken cancellationToken)
    {
        var text = now.ToString("O", CultureInfo.InvariantCulture);
        if (value is not null)
        {
            return await db.Settings.Where(setting => setting.Name == Told && setting.Value == value).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Value, text), cancellationToken) == 1;
        }

        db.Settings.Add(new Setting { Name = Told, Value = text });
        return true;
    }
}
