using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Withdraw;

/// <summary>The applicant withdraws.</summary>
public sealed record WithdrawApplication
{
    public required Guid ApplicationId { get; init; }
}

/// <summary>The procedure stops, and nobody is asked anything any more.</summary>
public sealed class WithdrawApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, ApplicationProcedure procedure, ShareMessages messages, IEnumerable<ApplicationWithdrawal> followers, TimeProvider clock)
    : Handler<WithdrawApplication>(runner)
{
    protected override async Task<Outcome> ActAsync(WithdrawApplication input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayWithdraw(actor.Id) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        application.Withdraw(actor.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, "La candidature est retirée."));
        await procedure.StopAsync(subject, cancellationToken);
        foreach (var follower in followers)
        {
            await follower.FollowAsync(application, cancellationToken);
        }

        var others = application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId).OfType<Guid>().ToList();
        if (others.Count > 0)
        {
            await messages.TellAsync(application, others, new ShareFacts(actor.Name, "a retiré cette candidature, que vous portiez ensemble"), cancellationToken, atOnce: true);
        }

        return Outcome.Done;
    }
}
