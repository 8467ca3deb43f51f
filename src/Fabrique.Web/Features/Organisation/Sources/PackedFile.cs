using System.Buffers.Text;
using System.IO.Compression;

namespace Fabrique.Web.Features.Organisation.Sources;

/// <summary>A file that a page carries from one post to the next: nothing of it is kept here in the meantime.</summary>
internal static class PackedFile
{
    /// <summary>Bytes of the longest that is taken back.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    public static string Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return Base64Url.EncodeToString(packed.ToArray());
    }

    /// <returns>Null when it is not what was packed, or is too long.</returns>
    public static byte[]? Unpack(string packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > MostBytes)
                {
                    return null;
                }
            }

            return content.ToArray();
        }
        catch (Exception broken) when (broken is FormatException or InvalidDataException)
        {
            return null;
        }
    }
}
