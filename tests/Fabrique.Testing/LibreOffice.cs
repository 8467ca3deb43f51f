using System.Diagnostics;

namespace Fabrique.Testing;

/// <summary>LibreOffice without its windows, which reads files as their readers will. Each conversion has a profile of its own, in a temporary folder, and a bound.</summary>
public static class LibreOffice
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? WhyUnavailable => Find() is null ? "LibreOffice is not installed (soffice): tests/run installs libreoffice-calc-nogui." : null;

    /// <summary>Converts files of a folder, beside them.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="filter">The form and its options, as <c>--convert-to</c> takes them: <c>csv:…</c>.</param>
    /// <param name="input">How the files are read, as <c>--infilter</c> takes it; null to let it find out.</param>
    /// <param name="files">Their names.</param>
    /// <exception cref="InvalidOperationException">It did not end, or not well.</exception>
    public static async Task ConvertAsync(string folder, string filter, string? input, params IReadOnlyList<string> files)
    {
        var profile = Directory.CreateTempSubdirectory("fabrique-libreoffice-").FullName;
        try
        {
            List<string> arguments =
            [
                $"-env:UserInstallation={new Uri(profile)}", "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                .. input is null ? (string[])[] : [$"--infilter={input}"],
                "--convert-to", filter, "--outdir", folder, .. files.Select(file => Path.Combine(folder, file)),
            ];
            var start = new ProcessStartInfo(Find()!, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };

            // Nothing that it needs is elsewhere: whatever it would fetch is refused at once.
            start.Environment["http_proxy"] = start.Environment["https_proxy"] = "http://127.0.0.1:9";
            start.Environment["HOME"] = profile;
            using var process = Process.Start(start)!;
            using var patience = new CancellationTokenSource(Bound);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException ended)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException("LibreOffice did not end.", ended);
            }

            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"LibreOffice ended on {process.ExitCode}: {await output} {await errors}");
            }
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "soffice"))
        .FirstOrDefault(File.Exists);
}
