using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data;

/// <summary>Numbers for the references that people quote.</summary>
public sealed class SequenceNumbers(FabriqueDbContext db)
{
    /// <summary>The next number under a name, from 1, within the current transaction if there is one: never given twice, lost when it rolls back.</summary>
    public async Task<long> NextAsync(string name, CancellationToken cancellationToken)
    {
        var numbers = await db.Database
            .SqlQuery<long>($"""
                insert into sequence_counters (name, value) values ({name}, 1)
                on conflict (name) do update set value = sequence_counters.value + 1
                returning value as "Value"
                """)
            .ToListAsync(cancellationToken);
        return numbers.Single();
    }
}
