using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages.ChoosePreferences;

/// <summary>The signed-in person says how they want to be told.</summary>
public sealed record ChoosePreferences
{
    /// <summary>Null for no digest.</summary>
    public required int? DigestHour { get; init; }

    public required MailChoice Requests { get; init; }

    public required MailChoice Reminders { get; init; }

    public required MailChoice News { get; init; }

    /// <summary>The version that the page showed; null when the person had chosen nothing yet.</summary>
    public required int? Version { get; init; }
}

public sealed class ChoosePreferencesHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<ChoosePreferences>(runner)
{
    protected override async Task<Outcome> ActAsync(ChoosePreferences input, CancellationToken cancellationToken)
    {
        if (input.DigestHour is { } hour && MailPreferences.MayBe(hour) is { } refusal)
        {
            return refusal;
        }

        var preferences = await db.MailPreferences.SingleOrDefaultAsync(preferences => preferences.Id == actor.Id, cancellationToken);
        if (preferences is null)
        {
            db.MailPreferences.Add(preferences = MailPreferences.Usual(actor.Id));
        }
        else
        {
            db.ExpectVersion(preferences, input.Version ?? -1);
        }

        preferences.Choose(input.DigestHour is not null, input.DigestHour ?? preferences.DigestHour, input.Requests, input.Reminders, input.News);
        await db.OutgoingMails.FollowAsync(preferences, clock.GetUtcNow().UtcDateTime, cancellationToken);
        return Outcome.Done;
    }
}
