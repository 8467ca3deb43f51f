using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class StoredFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "stored_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    type_code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    uploaded_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    scan = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scanned_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finding = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    destroyed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_files", x => x.id);
                    table.CheckConstraint("ck_stored_file_owner", "(owner_kind is null) = (owner_id is null)");
                    table.CheckConstraint("ck_stored_file_scan", "scan in ('Pending', 'Clean', 'Infected', 'Unscannable', 'NotScanned')");
                    table.ForeignKey(
                        name: "fk_stored_files_uploaded_by_id",
                        column: x => x.uploaded_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_digest",
                table: "stored_files",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_owner_kind_owner_id",
                table: "stored_files",
                columns: new[] { "owner_kind", "owner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_scan_uploaded_at",
                table: "stored_files",
                columns: new[] { "scan", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_uploaded_by_id",
                table: "stored_files",
                column: "uploaded_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stored_files");
        }
    }
}
