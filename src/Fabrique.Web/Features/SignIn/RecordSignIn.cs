using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
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

/// <summary>Who signed in, or why not.</summary>
public readonly record struct SignInResult(Guid? StaffMemberId, Refusal? Refusal);

/// <summary>Registers the person at the first sign-in, refreshes what is known at the next ones, and refuses those who were deactivated.</summary>
public sealed class RecordSignInHandler(IServiceScopeFactory scopes, TimeProvider clock)
{
    public static readonly Refusal Deactivated = new(
        "compte-desactive",
        "Votre accès à la Fabrique numérique a été fermé. Si vous pensez qu’il s’agit d’une erreur, écrivez à l’équipe de la Fabrique.");

    private const int Attempts = 20;

    public async Task<SignInResult> HandleAsync(DirectoryIdentity input, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Each attempt starts from what the database holds now: the same person may be signing in elsewhere at this instant.
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                return await AttemptAsync(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>(), input, cancellationToken);
            }
            catch (DbUpdateException exception) when (attempt < Attempts && IsRace(exception))
            {
            }
        }
    }

    private static bool IsRace(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(exception);

    private async Task<SignInResult> AttemptAsync(FabriqueDbContext db, DirectoryIdentity input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var person = await db.StaffMembers.SingleOrDefaultAsync(known => known.DirectoryId == input.DirectoryId, cancellationToken);
        if (person is { IsActive: false })
        {
            return new SignInResult(null, Deactivated);
        }

        if (person is null)
        {
            person = StaffMember.Register(Guid.CreateVersion7(now), input.DirectoryId, input.FullName, input.Email, input.Unit, input.Roles, now.UtcDateTime);
            db.StaffMembers.Add(person);
        }

        person.RecordSignIn(input.FullName, input.Email, input.Roles, now.UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return new SignInResult(person.Id, null);
    }
}
