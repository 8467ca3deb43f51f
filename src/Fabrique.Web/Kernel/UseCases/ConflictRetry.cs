using Fabrique.Data;
using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.UseCases;

/// <summary>
/// Runs a use case again when another one saved the same aggregate, or the same new row, at the same moment. For use cases that read everything
/// anew: two directors answering at once must both be heard, and a decision recorded twice at once must be told as already recorded.
/// </summary>
public sealed class ConflictRetry(FabriqueDbContext db)
{
    private const int Tries = 5;

    public async Task<Outcome> RunAsync(Func<Task<Outcome>> useCase)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await useCase();
            }
            catch (DbUpdateException failure) when (attempt < Tries && (DatabaseErrors.IsConcurrencyConflict(failure) || DatabaseErrors.IsUniqueViolation(failure)))
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
