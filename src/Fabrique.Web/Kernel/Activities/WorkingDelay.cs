namespace Fabrique.Web.Kernel.Activities;

/// <summary>A delay in working days, as drawings give it.</summary>
internal static class WorkingDelay
{
    public const int MostDays = 366;

    /// <returns>Why it makes no sense, in French; null when it does.</returns>
    public static string? ProblemOf(int days, int least) => days < least || days > MostDays ? $"un délai compte de {least} à {MostDays} jours ouvrés, pas {days}" : null;
}
