using Fabrique.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Tests;

public sealed class SequenceNumbersTests
{
    [Theory, EngineData]
    public async Task Numbers_follow_each_other_under_each_name(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var numbers = new List<long>();
        foreach (var name in new[] { "C-2026", "C-2026", "C-2027", "C-2026" })
        {
            numbers.Add(await NextAsync(test, name));
        }

        Assert.Equal([1, 2, 1, 3], numbers);
    }

    [Theory, EngineData]
    public async Task Eight_at_once_never_receive_the_same_number(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);

        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 10; i++)
            {
                mine.Add(await NextAsync(test, "C-2026"));
            }

            return mine;
        })));

        Assert.Equal(Enumerable.Range(1, 80).Select(number => (long)number), numbers.SelectMany(mine => mine).Order());
    }

    [Theory, EngineData]
    public async Task A_number_taken_in_a_transaction_that_rolls_back_is_not_consumed_twice(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        Assert.Equal(1, await NextAsync(test, "C-2026"));
        await test.InScopeAsync(async (IServiceProvider provider) =>
        {
            await using var transaction = await provider.GetRequiredService<FabriqueDbContext>().Database.BeginTransactionAsync();
            var number = await provider.GetRequiredService<SequenceNumbers>().NextAsync("C-2026", CancellationToken.None);
            Assert.Equal(2, number);
            await transaction.RollbackAsync();
            return number;
        });

        Assert.Equal(2, await NextAsync(test, "C-2026"));
    }

    private static Task<long> NextAsync(DataTest test, string name) => test.InScopeAsync((IServiceProvider provider) =>
        provider.GetRequiredService<SequenceNumbers>().NextAsync(name, CancellationToken.None));
}
