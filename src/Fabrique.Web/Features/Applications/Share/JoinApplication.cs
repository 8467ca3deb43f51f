using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>Somebody invited accepts, or not.</summary>
public sealed record JoinApplication : IShareInput
{
    public required Guid ApplicationId { get; init; }

    public required bool Accept { get; init; }
}

public sealed class JoinApplicationHandler(ShareServices services) : ShareHandler<JoinApplication>(services)
{
    private readonly ShareServices services = services;

    protected override async Task<Outcome> ActAsync(JoinApplication input, Application application, CancellationToken cancellationToken)
    {
        var me = services.Actor.Id;
        var email = await services.Db.StaffMembers.Where(person => person.Id == me).Select(person => person.Email).SingleAsync(cancellationToken);
        if (application.CoApplicants.FirstOrDefault(co => co.IsFor(me, email)) is not { } invited)
        {
            return new Refusal("invitation-gone", "Cette invitation n’existe plus : elle a été retirée, ou vous l’avez déclinée.");
        }

        if (invited.IsAccepted)
        {
            return input.Accept ? Outcome.Done : new Refusal("invitation-accepted", "Vous avez déjà accepté : pour ne plus porter cette candidature, quittez son équipe.");
        }

        if (input.Accept)
        {
            application.Accept(me, email, services.Now.UtcDateTime);
        }
        else
        {
            application.Leave(invited.Id);
        }

        services.Tell(application, input.Accept ? $"{services.Actor.Name} porte aussi la candidature." : $"{services.Actor.Name} a décliné l’invitation.");
        await services.Messages.TellAsync(application, [application.ApplicantId], new ShareFacts(services.Actor.Name, input.Accept ? "a accepté de porter cette candidature avec vous" : "a décliné l’invitation à porter cette candidature"), cancellationToken);
        return Outcome.Done;
    }
}
