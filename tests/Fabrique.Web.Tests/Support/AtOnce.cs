namespace Fabrique.Web.Tests.Support;

internal static class AtOnce
{
    /// <summary>Does the same thing several times at the same moment.</summary>
    public static Task<T[]> RunAsync<T>(int times, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(number => Task.Run(() => act(number))));
}
