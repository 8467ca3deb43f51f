using Fabrique.Data;
using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Common;

/// <summary>
/// Runs a use case again when another one saved the same aggregate at the same moment. For use cases that read everything anew and carry no
/// version of a page: two directors answering at once must both be heard.
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
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
