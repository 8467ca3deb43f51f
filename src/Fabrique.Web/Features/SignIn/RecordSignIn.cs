using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.SignIn;

/// <summary>What the directory says of the person who signs in.</summary>
public sealed record DirectoryIdentity
{
    public required string DirectoryId { get; init; }

    public required string FullName { get; init; }

    public required string Email { get; init; }

    public required string Unit { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }
}

/// <summary>Registers the person at the first sign-in, refreshes what is known at the next ones, and refuses those who were deactivated.</summary>
public sealed class RecordSignInHandler(UseCaseRunner runner, FabriqueDbContext db, TimeProvider clock) : Handler<DirectoryIdentity, StaffMember>(runner)
{
    public static readonly Refusal Deactivated = new(
        "compte-desactive",
        "Votre accès à la Fabrique numérique a été fermé. Si vous pensez qu’il s’agit d’une erreur, écrivez à l’équipe de la Fabrique.");

    protected override async Task<Outcome<StaffMember>> ActAsync(DirectoryIdentity input, CancellationToken cancellationToken)
    {
        var person = await db.StaffMembers.SingleOrDefaultAsync(known => known.DirectoryId == input.DirectoryId, cancellationToken);

        // Read after the person: of two sign-ins at once, the second would otherwise take the roles that the first opened for those of a clock that went back.
        var now = clock.GetUtcNow();
        if (person is { IsActive: false })
        {
            return Deactivated;
        }

        if (person is null)
        {
            person = StaffMember.Register(Guid.CreateVersion7(now), input.DirectoryId, input.FullName, input.Email, input.Unit, input.Roles, now.UtcDateTime);
            db.StaffMembers.Add(person);
        }

        person.RecordSignIn(input.FullName, input.Email, input.Roles, now.UtcDateTime);
        return person;
    }
}
