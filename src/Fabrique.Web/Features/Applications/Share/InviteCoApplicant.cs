using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>Whoever has an idea invites somebody to have it with them.</summary>
public sealed record InviteCoApplicant : IShareInput
{
    public required Guid ApplicationId { get; init; }

    /// <summary>An e-mail address, of the directory or not, or the whole name of somebody of the directory.</summary>
    public required string Person { get; init; }

    public required CoApplicantRight Right { get; init; }
}

public sealed class InviteCoApplicantHandler(ShareServices services, IOptions<InvitationOptions> options) : ShareHandler<InviteCoApplicant>(services)
{
    private readonly ShareServices services = services;

    protected override async Task<Outcome> ActAsync(InviteCoApplicant input, Application application, CancellationToken cancellationToken)
    {
        var (person, ambiguous) = await services.Db.StaffMembers.FindMeantAsync(input.Person, cancellationToken);
        if (ambiguous is not null)
        {
            return ambiguous;
        }

        if (person is { IsActive: false })
        {
            return new Refusal("person-gone", $"{person.FullName} n’est plus dans l’annuaire : invitez quelqu’un d’autre.");
        }

        var email = person?.Email ?? input.Person.Trim();
        if (person is null && !IsEmail(email))
        {
            return DirectorySearch.Unknown(input.Person);
        }

        if (person is null && options.Value.WhyNot(email) is { } outside)
        {
            return outside;
        }

        var applicantEmail = await services.Db.StaffMembers.Where(staff => staff.Id == application.ApplicantId).Select(staff => staff.Email).SingleAsync(cancellationToken);
        if (application.MayInvite(services.Actor.Id, person?.Id, email, applicantEmail) is { } refusal)
        {
            return refusal;
        }

        application.Invite(Guid.CreateVersion7(services.Now), services.Actor.Id, person?.Id, email, input.Right, applicantEmail, services.Now.UtcDateTime);
        services.Tell(application, $"{person?.FullName ?? InvitationOptions.Veil(email)} est invité·e à porter la candidature.");
        await services.Messages.InviteAsync(application, person, email, new ShareFacts(services.Actor.Name, ShareFacts.Tell(input.Right)), cancellationToken);
        return Outcome.Done;
    }

    private static bool IsEmail(string text) => text.Length <= CoApplicant.EmailLength && FieldKind.Email.Read(new FormField("adresse", "Adresse", FieldKind.Email), text, out var value) is null && value is not null;
}
