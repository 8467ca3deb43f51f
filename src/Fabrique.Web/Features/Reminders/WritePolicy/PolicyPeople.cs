using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>Reads whom a policy tells of a delay.</summary>
public sealed class PolicyPeople(FabriqueDbContext db, SubjectTypes subjects)
{
    /// <returns>As drawings name them, null when nobody is told; or why what was chosen and typed is not understood.</returns>
    public async Task<(string? Told, Refusal? Refusal)> FindToldAsync(PolicyText input, CancellationToken cancellationToken)
    {
        if (input.EscalatesToPerson.Length == 0)
        {
            return input.EscalatesTo is { } name && !TaskAssignees.Known(subjects).Any(known => known.Value == name)
                ? (null, new Refusal("policy-told", "Choisissez dans la liste qui prévenir, ou nommez une personne."))
                : (input.EscalatesTo, null);
        }

        if (input.EscalatesTo is not null)
        {
            return (null, new Refusal("policy-told-twice", "Choisissez dans la liste qui prévenir, ou nommez une personne\u00a0: pas les deux."));
        }

        return await db.StaffMembers.FindMeantAsync(input.EscalatesToPerson, cancellationToken) switch
        {
            (_, { } ambiguous) => (null, ambiguous),
            ({ IsActive: true } person, _) => (person.Email, null),
            ({ } gone, _) => (null, new Refusal("person-left", $"{gone.FullName} n’a plus de compte actif\u00a0: choisissez quelqu’un d’autre.")),
            _ => (null, DirectorySearch.Unknown(input.EscalatesToPerson)),
        };
    }
}
