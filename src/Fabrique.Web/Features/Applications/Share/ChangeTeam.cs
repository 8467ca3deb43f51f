using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>Whoever has an idea gives other rights to somebody invited.</summary>
public sealed record GrantCoApplicant : IShareInput
{
    public required Guid ApplicationId { get; init; }

    public required Guid CoApplicantId { get; init; }

    public required CoApplicantRight Right { get; init; }
}

public sealed class GrantCoApplicantHandler(ShareServices services) : ShareHandler<GrantCoApplicant>(services)
{
    private readonly ShareServices services = services;

    protected override async Task<Outcome> ActAsync(GrantCoApplicant input, Application application, CancellationToken cancellationToken)
    {
        if (application.MayShare(services.Actor.Id) is { } refusal)
        {
            return refusal;
        }

        if (application.CoApplicants.FirstOrDefault(co => co.Id == input.CoApplicantId) is not { } invited)
        {
            return TeamRefusals.Gone;
        }

        if (invited.Rights == input.Right)
        {
            return Outcome.Done;
        }

        application.Grant(services.Actor.Id, invited.Id, input.Right);
        if (invited is { IsAccepted: true, PersonId: { } person })
        {
            await services.Messages.TellAsync(application, [person], new ShareFacts(services.Actor.Name, $"vous donne le droit de {ShareFacts.Tell(input.Right)}"), cancellationToken);
        }

        return Outcome.Done;
    }
}

/// <summary>Somebody no longer has part in an idea: whoever has it says so, or they leave.</summary>
public sealed record RemoveCoApplicant : IShareInput
{
    public required Guid ApplicationId { get; init; }

    public required Guid CoApplicantId { get; init; }
}

public sealed class RemoveCoApplicantHandler(ShareServices services) : ShareHandler<RemoveCoApplicant>(services)
{
    private readonly ShareServices services = services;

    protected override async Task<Outcome> ActAsync(RemoveCoApplicant input, Application application, CancellationToken cancellationToken)
    {
        var me = services.Actor.Id;
        if (application.CoApplicants.FirstOrDefault(co => co.Id == input.CoApplicantId) is not { } invited)
        {
            return application.ApplicantId == me ? TeamRefusals.Gone : new Refusal("not-the-applicant", "Vous ne portez plus cette candidature.");
        }

        var leaves = invited.PersonId == me;
        if (!leaves && application.MayShare(me) is { } refusal)
        {
            return refusal;
        }

        application.Leave(invited.Id);
        var name = invited.PersonId is { } id ? await services.NameAsync(id, cancellationToken) : InvitationOptions.Veil(invited.Email);
        services.Tell(application, leaves ? $"{name} ne porte plus la candidature." : $"{name} est retiré·e de l’équipe de la candidature.");
        if (leaves)
        {
            await services.Messages.TellAsync(application, [application.ApplicantId], new ShareFacts(name, "ne porte plus cette candidature avec vous"), cancellationToken);
        }
        else if (invited is { PersonId: { } person })
        {
            await services.Messages.TellAsync(application, [person], new ShareFacts(services.Actor.Name, "vous a retiré·e de l’équipe de cette candidature"), cancellationToken, atOnce: true);
        }

        return Outcome.Done;
    }
}

/// <summary>Whoever has an idea hands it over to somebody who writes it with them, and goes on writing it.</summary>
public sealed record HandOverApplication : IShareInput
{
    public required Guid ApplicationId { get; init; }

    public required Guid CoApplicantId { get; init; }
}

public sealed class HandOverApplicationHandler(ShareServices services) : ShareHandler<HandOverApplication>(services)
{
    private readonly ShareServices services = services;

    protected override async Task<Outcome> ActAsync(HandOverApplication input, Application application, CancellationToken cancellationToken)
    {
        var me = services.Actor.Id;
        if (application.MayHandOver(me, input.CoApplicantId) is { } refusal)
        {
            return refusal;
        }

        var mine = await services.Db.StaffMembers.SingleAsync(person => person.Id == me, cancellationToken);
        var next = application.HandOver(me, input.CoApplicantId, Guid.CreateVersion7(services.Now), mine.Email, services.Now.UtcDateTime);
        services.Tell(application, $"La candidature est transmise à {await services.NameAsync(next, cancellationToken)}, qui la porte désormais.");
        await services.Messages.TellAsync(application, [next], new ShareFacts(services.Actor.Name, "vous a transmis cette candidature : c’est vous qui la portez désormais"), cancellationToken, atOnce: true);
        return Outcome.Done;
    }
}

internal static class TeamRefusals
{
    public static Refusal Gone { get; } = new("co-applicant-gone", "Cette personne n’est plus dans l’équipe de la candidature.");
}
